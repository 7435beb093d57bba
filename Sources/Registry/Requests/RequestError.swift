/// The reason why a request is invalid.
package enum RequestError: Error, CustomStringConvertible {
    case noGenerator(String, ids: [String])
    /// The id stands for the members with the lengths of all sources, such as `blog:photo:source:webp`.
    case allLengths(String, set: String)
    /// The errors in the arguments.
    case arguments([String])

    package var description: String {
        switch self {
        case .noGenerator(let id, let ids):
            "there is no generator \"\(id)\"" + Suggestion.clause(for: id, among: ids)
                + "; imagekit list shows those of the registry"
        case .allLengths(let id, let set):
            "\(id) stands for an image with the size of each source: use the set \(set), or give the size in pixels "
                + "instead of \"source\""
        case .arguments(let problems): problems.joined(separator: "; ")
        }
    }
}
