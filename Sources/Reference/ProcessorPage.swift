import ImageSpecs
import Registry

/// The description of a processor that `imagekit processors` prints.
package struct ProcessorPage: Sendable {
    let definition: ProcessorDefinition

    /// All processors, sorted by name.
    package static let all = ProcessorDefinition.all.sorted { $0.name < $1.name }.map(ProcessorPage.init(definition:))

    package init?(named name: String) {
        guard let definition = ProcessorDefinition.named(name) else { return nil }
        self.definition = definition
    }

    private init(definition: ProcessorDefinition) { self.definition = definition }

    /// Returns the message for an unknown processor.
    package static func unknown(_ name: String) -> String {
        ProcessorProblem.unknownProcessor(name).description
            + Suggestion.clause(for: name, among: ProcessorDefinition.all.map(\.name)) + "; see imagekit processors"
    }

    package var name: String { definition.name }

    /// The description without Markdown.
    package var summary: String { definition.plainSummary }

    /// The signature, such as `ResizeToFill(width, height, anchor = null, upscale = true)`.
    package var line: String {
        let arguments = definition.parameters.map { parameter in
            if definition.form == .variadic { return "\(parameter.name)…" }
            return parameter.fallback.map { "\(parameter.name) = \($0)" } ?? parameter.name
        }
        return "\(definition.name)(\(arguments.joined(separator: ", ")))"
    }

    /// The signature, the description, the arguments with their values, and an example.
    package var text: String {
        let width = definition.parameters.map(\.name.count).max() ?? 0
        let arguments = definition.parameters.flatMap { parameter in
            let padding = String(repeating: " ", count: width - parameter.name.count)
            let indentation = String(repeating: " ", count: width + 4)
            let absent = parameter.fallback.map { $0 == .none ? "" : "; default \($0)" } ?? "; required"
            let takes = parameter.kind.requirement + (definition.form == .variadic ? "" : absent)
            return ["  \(parameter.name)\(padding)  \(takes)", indentation + parameter.summary.withoutMarkdown]
        }
        let head = [line, definition.plainSummary, ""]
        return (head + arguments + ["", "Example: \(definition.example.calls)"]).joined(separator: "\n")
    }
}

extension ProcessorDefinition {
    /// The summary without Markdown, for terminals and editors.
    var plainSummary: String { summary.withoutMarkdown }
}
