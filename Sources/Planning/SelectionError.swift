import Registry

/// The reason why a selection is invalid.
package enum SelectionError: Error, CustomStringConvertible {
    case noGenerator(pattern: String, ids: [String])
    /// The glob is invalid. The text describes the mistake.
    case badGlob(String)
    /// The glob matches no source. `count` is the number of sources, and `example` is the name of one source.
    case noSource(glob: String, count: Int, example: String)

    package var description: String {
        switch self {
        case .noGenerator(let pattern, let ids):
            let listed = ids.isEmpty ? "the registry has none" : "the registry has \(listing(ids))"
            return "no generator matches \"\(pattern)\"" + Suggestion.clause(for: pattern, among: ids) + "; \(listed)"
        case .badGlob(let error): return "--only-source: \(error)"
        case .noSource(let glob, let count, let example):
            return "no source matches --only-source \"\(glob)\"; there are \(count), such as \"\(example)\""
        }
    }

    private func listing(_ ids: [String]) -> String {
        let shown = ids.prefix(12).joined(separator: ", ")
        return ids.count > 12 ? shown + ", … (\(ids.count) in all; see imagekit list)" : shown
    }
}
