/// A problem of a save option in a spec.
package enum SaveOptionProblem: Hashable, Sendable {
    /// No format has the option.
    case unknown(String)
    /// The format of the spec does not have the option, but other formats do.
    case notInFormat(ImageFormat)
    case wrongReference(Value)
    /// If the source determines the format of the image, `format` is a format that rejects the value. If the spec names
    /// a format, `format` is nil.
    case wrongValue(Value, requirement: String, format: ImageFormat?, remedy: ValueRemedy? = nil)
}

extension SaveOptionProblem: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unknown: "unknown save option"
        case .notInFormat(let format):
            "\(format.rawValue) has no such option; it has \(format.saveOptions.map(\.name).joined(separator: ", "))"
        case .wrongReference(let value): "\(value) is not \(FieldReference.requirement)"
        case .wrongValue(let value, let requirement, let format, let remedy):
            "\(value) is not \(requirement)" + (format.map { " for \($0.rawValue), which the source may be" } ?? "")
                + (remedy?.clause ?? "")
        }
    }
}

extension SaveOption {
    /// Returns the problem of an option; nil if the option is valid. If the value refers to fields, the defaults of the
    /// references are checked. If a reference has no default, the value is unknown, so the result is nil.
    /// - Parameter format: the format of the spec. If it is nil, the source determines the format, so every format with
    ///   the option must accept the value.
    package static func problem(_ name: String, _ value: Value, format: ImageFormat?) -> SaveOptionProblem? {
        guard knownNames.contains(name) else { return .unknown(name) }
        if let format, format.saveOption(name) == nil { return .notInFormat(format) }
        guard !value.references.contains(nil) else { return .wrongReference(value) }
        guard let value = value.withDefaults, value != .none else { return nil }
        return refusal(of: value, as: name, format: format)
    }

    /// Returns whether the option accepts a value that comes from a field of the source.
    static func accepts(_ value: Value, as name: String, format: ImageFormat?) -> Bool {
        refusal(of: value, as: name, format: format) == nil
    }

    /// The values that the option accepts, as a phrase that follows "takes" in a message.
    static func requirement(of name: String, format: ImageFormat?) -> String {
        let kinds = (format.map { [$0] } ?? ImageFormat.written).compactMap { $0.saveOption(name)?.kind }
        return kinds.first?.requirement ?? "a value"
    }

    private static func refusal(of value: Value, as name: String, format: ImageFormat?) -> SaveOptionProblem? {
        for candidate in format.map({ [$0] }) ?? ImageFormat.written {
            guard let kind = candidate.saveOption(name)?.kind, !kind.accepts(value) else { continue }
            return .wrongValue(
                value,
                requirement: kind.requirement,
                format: format == nil ? candidate : nil,
                remedy: ValueRemedy(for: value, of: kind)
            )
        }
        return nil
    }
}
