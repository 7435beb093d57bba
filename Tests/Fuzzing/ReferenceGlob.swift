@testable import FileSearch
@testable import JSON

/// A simple and slow matcher that follows the definition of `Glob`. It tries one alternative after the other.
struct ReferenceGlob {
    /// The part of the pattern after the current nodes.
    private final class Rest {
        let nodes: ArraySlice<GlobNode>
        let next: Rest?

        init(_ nodes: ArraySlice<GlobNode>, then next: Rest?) {
            self.nodes = nodes
            self.next = next
        }
    }

    private static let slash = UInt32(UInt8(ascii: "/"))
    private static let dot = UInt32(UInt8(ascii: "."))

    private let name: [UInt32]
    private let takesHidden: Bool
    private var stepsLeft = 20_000

    init(name: [UInt8], takesHidden: Bool) {
        var characters: [UInt32] = []
        var index = 0
        while index < name.count {
            let scalar = UTF8Scalar(in: name, at: index)
            characters.append(scalar?.scalar.value ?? 0x11_0000 + UInt32(name[index]))
            index += scalar?.length ?? 1
        }
        self.name = characters
        self.takesHidden = takesHidden
    }

    /// Returns nil if matching would take too long.
    mutating func matches(_ nodes: [GlobNode]) -> Bool? {
        let isMatch = follows(nodes[...], then: nil, at: 0, isPlain: true)
        return stepsLeft > 0 ? isMatch : nil
    }

    /// Returns whether the pattern matches the name, both from the current position on.
    /// - Parameter isPlain: whether no `*` precedes the position in its segment.
    private mutating func follows(_ nodes: ArraySlice<GlobNode>, then next: Rest?, at index: Int, isPlain: Bool) -> Bool
    {
        stepsLeft -= 1
        guard stepsLeft > 0 else { return false }
        guard let node = nodes.first else {
            return next.map { follows($0.nodes, then: $0.next, at: index, isPlain: isPlain) } ?? (index == name.count)
        }
        let rest = nodes.dropFirst()
        switch node {
        case .scalar(let scalar, _):
            guard index < name.count, name[index] == scalar.value, isPlain || !isHidden(index) else { return false }
            return follows(rest, then: next, at: index + 1, isPlain: name[index] == Self.slash)
        case .anyScalar:
            return isWild(index) && follows(rest, then: next, at: index + 1, isPlain: false)
        case .brackets(let brackets):
            guard isWild(index), brackets.ranges.contains(where: { $0.contains(name[index]) }) != brackets.isNegated
            else {
                return false
            }
            return follows(rest, then: next, at: index + 1, isPlain: false)
        case .withinSegment:
            var end = index
            while true {
                if follows(rest, then: next, at: end, isPlain: false) { return true }
                guard isWild(end), stepsLeft > 0 else { return false }
                end += 1
            }
        case .alternatives(let alternatives):
            let after = Rest(rest, then: next)
            return alternatives.contains { follows($0[...], then: after, at: index, isPlain: isPlain) }
        case .doubleStar:
            if rest.isEmpty { return isVisible(segmentsFrom: index) }
            var start = index
            while true {
                if follows(rest.dropFirst(), then: next, at: start, isPlain: true) { return true }
                guard let end = name[start...].firstIndex(of: Self.slash), isWild(start), stepsLeft > 0 else {
                    return false
                }
                start = end + 1
            }
        }
    }

    /// Returns whether a wildcard matches the character.
    private func isWild(_ index: Int) -> Bool {
        index < name.count && name[index] != Self.slash && !isHidden(index)
    }

    /// Returns whether the character is a leading dot of a segment.
    private func isHidden(_ index: Int) -> Bool {
        !takesHidden && name[index] == Self.dot && (index == 0 || name[index - 1] == Self.slash)
    }

    /// Returns whether the rest of the name consists of one or more segments that are neither empty nor hidden.
    private func isVisible(segmentsFrom index: Int) -> Bool {
        let segments = name[index...].split(separator: Self.slash, omittingEmptySubsequences: false)
        return segments.allSatisfy { !$0.isEmpty && isWild($0.startIndex) }
    }
}
