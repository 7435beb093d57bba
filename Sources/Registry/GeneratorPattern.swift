import ImageSpecs

/// A pattern of generator ids, with the same matches as in django-imagekit's `generateimages` command.
///
/// Colons separate the segments of an id. `*` matches any characters within a segment, and `**` matches any characters
/// across segments. So `a:*:c` matches `a:b:c` but not `a:b:x:c`, and `a:**:c` matches both. Every other character
/// matches itself. A pattern also matches ids with further segments: `a` matches `a`, `a:b`, and `a:b:c`.
///
/// django-imagekit compiles a pattern to the regular expression `^…(:.*)?$`. It replaces `**` by `.*`, and then each
/// remaining `*` by `[^:]*`. So `***` is `**` followed by `*`. A line feed is matched by `[^:]*`, but not by `.*`. `$`
/// also matches before a line feed at the end of an id. This type follows all possible matches of the expression at the
/// same time. So its time is at most proportional to the product of the lengths of the pattern and the id.
package struct GeneratorPattern: Hashable, Sendable {
    /// The text of the pattern.
    let text: String
    private let steps: [Step]

    private enum Step: Hashable {
        case byte(UInt8)
        /// `*`: any number of bytes except colons.
        case withinSegment
        /// `**`: any number of bytes except line feeds.
        case acrossSegments
    }

    package init(_ text: String) {
        self.text = text
        var steps: [Step] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            if byte != UInt8(ascii: "*") {
                steps.append(.byte(byte))
            } else if rest.first == byte {
                rest.removeFirst()
                steps.append(.acrossSegments)
            } else {
                steps.append(.withinSegment)
            }
        }
        self.steps = steps
    }

    /// Returns whether the pattern matches the id of a generator.
    package func matches(_ id: String) -> Bool {
        let id = Array(id.utf8)
        let steps = steps + [.byte(UInt8(ascii: ":")), .acrossSegments]
        // State i means that the first i steps are matched. An id matches if it ends in the state at the end of the
        // pattern, or in a later state, because the two added steps match a colon and everything after it.
        let end = self.steps.count
        var states = Set([0])
        for (index, byte) in id.enumerated() {
            skipWildcards(in: &states, steps: steps)
            if index == id.count - 1, byte == UInt8(ascii: "\n"), states.contains(where: { $0 >= end }) { return true }
            var following = Set<Int>()
            for state in states where state < steps.count {
                switch steps[state] {
                case .byte(byte): following.insert(state + 1)
                case .withinSegment where byte != UInt8(ascii: ":"): following.insert(state)
                case .acrossSegments where byte != UInt8(ascii: "\n"): following.insert(state)
                default: break
                }
            }
            if following.isEmpty { return false }
            states = following
        }
        skipWildcards(in: &states, steps: steps)
        return states.contains { $0 >= end }
    }

    /// Adds the states after wildcards, because a wildcard can match nothing.
    private func skipWildcards(in states: inout Set<Int>, steps: [Step]) {
        for state in states {
            var state = state
            while state < steps.count, steps[state] == .withinSegment || steps[state] == .acrossSegments {
                state += 1
                if !states.insert(state).inserted { break }
            }
        }
    }
}
