/// The name that someone probably meant when a name is not known.
///
/// Names are compared by their edits: a character added, left out or changed, or two neighbours swapped, count as one
/// each (Damerau–Levenshtein, optimal string alignment). Letter case, `_` and `-` count for nothing unless two names
/// are equally near. A name is near when no more than a third of it is edited: further away, a guess misleads.
package struct Suggestion: Equatable, Sendable {
    let name: String

    /// The nearest of `names` to `word`; nil where none is near. Of equally near names that with the longest
    /// beginning in common wins, then letter case decides, then the order of `names`.
    init?(for word: String, among names: some Sequence<String>) {
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

    /// What ends a message on an unknown name: ` — did you mean "ResizeToFill"?`, or nothing where no name is near.
    package static func clause(for word: String, among names: some Sequence<String>) -> String {
        Suggestion(for: word, among: names).map { " — did you mean \"\($0.name)\"?" } ?? ""
    }

    private static func fold(_ name: String) -> [Unicode.Scalar] {
        name.lowercased().unicodeScalars.filter { $0 != "_" && $0 != "-" }
    }

    /// How many edits lead from one name to the other.
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
