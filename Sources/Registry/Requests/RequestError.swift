/// The reason why a request is invalid.
package enum RequestError: Error, CustomStringConvertible {
    case noGenerator(String, ids: [String])
    /// The errors in the arguments.
    case arguments([String])

    package var description: String {
        switch self {
        case .noGenerator(let id, let ids):
            "there is no generator \"\(id)\"" + Suggestion.clause(for: id, among: ids)
                + "; imagekit list shows those of the registry"
        case .arguments(let problems): problems.joined(separator: "; ")
        }
    }
}
