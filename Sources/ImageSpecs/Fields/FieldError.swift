/// The reason why the fields of a source cannot be filled into a spec.
package enum FieldError: Error, Hashable {
    case missing(String)
    /// `use` is the argument or option that gets the value, such as `ResizeToFill.width`.
    case wrongValue(field: String, value: Value, use: String, requirement: String)
    /// With the values of the fields, the call of the processor is invalid.
    case wrongCall(processor: String, [ProcessorProblem])
    /// The file with the fields cannot be read, or a field names an overlay that is not allowed.
    case unreadable(String)
}

extension FieldError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .missing(let name): "the field \"\(name)\" is missing"
        case .wrongValue(let field, let value, let use, let requirement):
            "the field \"\(field)\" is \(value), and \(use) takes \(requirement)"
        case .wrongCall(let processor, let problems):
            "with its fields filled in, \(processor) is invalid: "
                + problems.map(\.description).joined(separator: "; ")
        case .unreadable(let reason): reason
        }
    }
}
