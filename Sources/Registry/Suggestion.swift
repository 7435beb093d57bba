/// The known name that an unknown name probably stands for.
///
/// Names are compared by their number of edits (Damerau–Levenshtein, optimal string alignment). An edit is an added,
/// removed, or changed character, or a swap of two neighbours. Letter case, `_`, and `-` do not count as edits; they
/// only decide between names that are otherwise equally similar. Two names are similar if the number of edits is at
/// most a third of the length of the longer name. A more distant guess would mislead. If the longer name has two to
/// five characters, one edit is allowed. The length does not include `_` and `-`.
package struct Suggestion: Equatable, Sendable {
    package let name: String

    /// Finds the name that is most similar to `word`, or returns nil if no name is similar. Among equally similar
    /// names, the longest common prefix decides, then letter case, `_`, and `-`, and then the order of `names`.
    package init?(for word: String, among names: some Sequence<String>) {
        let folded = Self.fold(word)
        let exact = Array(word.unicodeScalars)
        var best: (name: String, rank: (Int, Int, Int))?
        for name in names where name != word {
            let candidate = Self.fold(name)
            let longer = max(folded.count, candidate.count)
            let limit = min(max(1, longer / 3), longer - 1)
            guard abs(folded.count - candidate.count) <= limit else { continue }
            let distance = Self.distance(folded, candidate)
            guard distance <= limit, distance <= best?.rank.0 ?? limit else { continue }
            let inCommon = zip(folded, candidate).prefix { $0 == $1 }.count
            let rank = (distance, -inCommon, Self.distance(exact, Array(name.unicodeScalars)))
            if let best, best.rank <= rank { continue }
            best = (name, rank)
        }
        guard let best else { return nil }
        name = best.name
    }

    /// Returns the end of a message about an unknown name: ` — did you mean "ResizeToFill"?`. The text is empty if no
    /// name is similar.
    package static func clause(for word: String, among names: some Sequence<String>) -> String {
        Suggestion(for: word, among: names).map { " — did you mean \"\($0.name)\"?" } ?? ""
    }

    private static func fold(_ name: String) -> [Unicode.Scalar] {
        name.lowercased().unicodeScalars.filter { $0 != "_" && $0 != "-" }
    }

    /// Returns the number of edits between two names.
    static func distance(_ from: [Unicode.Scalar], _ to: [Unicode.Scalar]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...to.count)
        for row in from.indices {
            var current = [row + 1]
            for column in to.indices {
                let changed = last[column] + (from[row] == to[column] ? 0 : 1)
                var edits = min(changed, last[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, from[row] == to[column - 1], from[row - 1] == to[column] {
                    edits = min(edits, beforeLast[column - 1] + 1)
                }
                current.append(edits)
            }
            (beforeLast, last) = (last, current)
        }
        return last[to.count]
    }
}
