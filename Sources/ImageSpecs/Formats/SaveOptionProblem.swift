/// What is wrong with a save option of a spec.
package enum SaveOptionProblem: Hashable, Sendable {
    /// No format has the option.
    case unknown(String)
    /// Other formats have it.
    case notInFormat(ImageFormat)
    case wrongReference(Value)
    /// `format` is the one that refuses the value of a spec that takes its format from the source.
    case wrongValue(Value, requirement: String, format: ImageFormat?)
}

extension SaveOptionProblem: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unknown: "unknown save option"
        case .notInFormat(let format):
            "\(format.rawValue) has no such option; it has \(format.saveOptions.map(\.name).joined(separator: ", "))"
        case .wrongReference(let value): "\(value) is not \(FieldReference.requirement)"
        case .wrongValue(let value, let requirement, let format):
            "\(value) is not \(requirement)" + (format.map { " for \($0.rawValue), which the source may be" } ?? "")
        }
    }
}

extension SaveOption {
    /// What is wrong with an option; nil if nothing is, or if only the value of a field can show it.
    /// - Parameter format: nil if it comes from the source. Every format that has the option must then take the value.
    package static func problem(_ name: String, _ value: Value, format: ImageFormat?) -> SaveOptionProblem? {
        guard knownNames.contains(name) else { return .unknown(name) }
        if let format, format.saveOption(name) == nil { return .notInFormat(format) }
        guard !value.references.contains(nil) else { return .wrongReference(value) }
        guard let value = value.withDefaults, value != .none else { return nil }
        return refusal(of: value, as: name, format: format)
    }

    /// Whether a field of the source may give the option this value.
    static func accepts(_ value: Value, as name: String, format: ImageFormat?) -> Bool {
        refusal(of: value, as: name, format: format) == nil
    }

    /// What the option takes, to follow "takes" in a message.
    static func requirement(of name: String, format: ImageFormat?) -> String {
        let kinds = (format.map { [$0] } ?? ImageFormat.written).compactMap { $0.saveOption(name)?.kind }
        return kinds.first?.requirement ?? "a value"
    }

    private static func refusal(of value: Value, as name: String, format: ImageFormat?) -> SaveOptionProblem? {
        for candidate in format.map({ [$0] }) ?? ImageFormat.written {
            guard let kind = candidate.saveOption(name)?.kind, !kind.accepts(value) else { continue }
            return .wrongValue(value, requirement: kind.requirement, format: format == nil ? candidate : nil)
        }
        return nil
    }
}
