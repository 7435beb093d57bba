/// A problem in a call of a processor.
package enum ProcessorProblem: Hashable, Sendable {
    case unknownProcessor(String)
    case unknownArgument(String, of: String, known: [String])
    case tooManyArguments(Int, maximum: Int)
    case missingArguments([String])
    /// `index` is the index of a positional argument; nil for an argument with a name.
    case wrongValue(argument: String, index: Int?, value: Value, requirement: String, remedy: ValueRemedy? = nil)
    case conflict(argument: String?, reason: String)
}

extension ProcessorProblem: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unknownProcessor(let name): "there is no processor \"\(name)\""
        case .unknownArgument(let name, let processor, let known):
            known.isEmpty
                ? "\(processor) takes no argument by name"
                : "\(processor) has no argument \"\(name)\"; it takes \(known.joined(separator: ", "))"
        case .tooManyArguments(let count, let maximum): "\(count) arguments given, at most \(maximum) accepted"
        case .missingArguments(let names): "\(names.joined(separator: " and ")) must be given"
        case .wrongValue(_, _, let value, let requirement, let remedy):
            "\(value) is not \(requirement)\(remedy?.clause ?? "")"
        case .conflict(_, let reason): reason
        }
    }
}
