import ImageSpecs

/// What a user wants to know of a processor: its arguments with defaults, and an example.
package struct ProcessorReference: Sendable {
    private let signature: ProcessorSignature

    package static let all = ProcessorSignature.all.map(ProcessorReference.init(signature:))

    package init?(named name: String) {
        guard let signature = ProcessorSignature.named(name) else { return nil }
        self.signature = signature
    }

    private init(signature: ProcessorSignature) { self.signature = signature }

    package static func unknown(_ name: String) -> String {
        ProcessorProblem.unknownProcessor(name).description
            + Suggestion.clause(for: name, among: ProcessorSignature.all.map(\.name)) + "; see imagekit processors"
    }

    /// `ResizeToFill(width = null, height = null, anchor = null, upscale = true)`
    package var line: String {
        let arguments = signature.parameters.map { parameter in
            if signature.isVariadic { return "\(parameter.name)…" }
            return parameter.fallback.map { "\(parameter.name) = \($0)" } ?? parameter.name
        }
        return "\(signature.name)(\(arguments.joined(separator: ", ")))"
    }

    /// The line, each argument with what it takes, and an example.
    package var page: String {
        let width = signature.parameters.map(\.name.count).max() ?? 0
        let arguments = signature.parameters.map { parameter in
            let padding = String(repeating: " ", count: width - parameter.name.count)
            let absent = parameter.fallback.map { $0 == .none ? "" : "; default \($0)" } ?? "; required"
            return "  \(parameter.name)\(padding)  \(parameter.kind.requirement)\(signature.isVariadic ? "" : absent)"
        }
        return ([line, ""] + arguments + ["", "Example: \(example)"]).joined(separator: "\n")
    }

    /// As a registry writes it.
    var example: String {
        let given = signature.parameters.filter {
            $0.fallback == nil || ["width", "height", "arguments"].contains($0.name)
        }
        if signature.isVariadic { return "{ \"\(signature.name)\": [\"ROTATE_90\"] }" }
        if given.isEmpty { return "\"\(signature.name)\"" }
        let members = given.map { "\"\($0.name)\": \($0.kind.exampleText($0.name))" }
        return "{ \"\(signature.name)\": { \(members.joined(separator: ", ")) } }"
    }
}

extension Parameter.Kind {
    fileprivate func exampleText(_ name: String) -> String {
        switch self {
        case .length: name == "height" ? "200" : "300"
        case .color: "\"#336699\""
        case .thickness: "5"
        case .mode: "\"L\""
        case .path: "\"watermark.png\""
        case .command: "[\"./watermark.sh\", \"{width}\"]"
        case .programFormat: "\"PNG\""
        case .byte: "128"
        case .number, .positiveNumber: "2"
        case .radius: "12"
        case .text: "\"<b>Hello</b>\""
        case .words: "\"sans\""
        case .alignment: "\"center\""
        case .operation: "\"gaussblur\""
        case .arguments: "{ \"sigma\": 2 }"
        case .offset, .flag, .anchor, .fillAnchor, .smartAnchor, .sides, .transposition, .position: "null"
        }
    }
}
