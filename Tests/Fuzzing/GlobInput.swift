@testable import FileSearch
@testable import Registry

/// The first line of the input is a pattern, and each of the other lines is a name.
struct GlobInput {
    private static let mostBytes = 1024
    private static let mostNames = 8

    private let pattern: String
    private let names: [[UInt8]]

    /// Returns nil if matching the input would take too long.
    init?(_ bytes: [UInt8]) {
        guard bytes.count <= Self.mostBytes else { return nil }
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        pattern = String(decoding: lines.first ?? [], as: UTF8.self)
        names = lines.dropFirst().prefix(Self.mostNames).map(Array.init)
    }

    func run() throws(FuzzError) {
        let idPattern = GeneratorPattern(pattern)
        for name in names {
            let text = String(decoding: name, as: UTF8.self)
            _ = idPattern.matches(text)
            try checkLiteral(text)
        }
        let parsed: (glob: Glob, nodes: [GlobNode])
        do throws(GlobError) {
            parsed = (try Glob(pattern), try GlobParser.parse(pattern))
        } catch {
            return try require(!error.message.isEmpty, "the pattern is refused without a message")
        }
        try check(parsed.glob, nodes: parsed.nodes)
    }

    /// Checks that a name is a pattern that matches only this name, if each of its characters is escaped.
    private func checkLiteral(_ name: String) throws(FuzzError) {
        let escaped = name.unicodeScalars.map { "\\\($0)" }.joined()
        guard let glob = try? Glob(escaped) else { return }
        try require(glob.matches(name), "\(escaped) does not match itself")
        try require(!glob.matches(name + "x"), "\(escaped) matches more than itself")
    }

    private func check(_ glob: Glob, nodes: [GlobNode]) throws(FuzzError) {
        for hidden in [GlobMatcher.HiddenNames.needLeadingDot, .matchWildcards] {
            var matcher = GlobMatcher([glob], hidden: hidden)
            for name in names {
                let isTaken = matcher.matches(name, in: matcher.root)
                try checkWalk(name, isTaken: isTaken, &matcher)
                var reference = ReferenceGlob(name: name, takesHidden: hidden == .matchWildcards)
                if let expected = reference.matches(nodes) {
                    try require(isTaken == expected, "\(pattern) should \(expected ? "" : "not ")match \(shown(name))")
                }
            }
        }
    }

    /// Checks that a match folder by folder, as in a walk, has the same result, and that every folder on the path is
    /// entered.
    private func checkWalk(_ name: [UInt8], isTaken: Bool, _ matcher: inout GlobMatcher) throws(FuzzError) {
        let segments = name.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        var state = matcher.root
        var takesAll = false
        for folder in segments.dropLast() {
            takesAll = takesAll || matcher.matchesEverythingBelow(state)
            state = matcher.enter(folder, from: state)
            try require(!isTaken || !state.isDeadEnd, "the walk does not reach \(shown(name)), which matches")
        }
        takesAll = takesAll || matcher.matchesEverythingBelow(state)
        let last = segments.last ?? []
        try require(matcher.matches(last, in: state) == isTaken, "the walk has another result for \(shown(name))")
        let isPath = segments.allSatisfy { !$0.isEmpty }
        try require(isTaken || !takesAll || !isPath, "\(shown(name)) does not match, but everything in its folder does")
    }

    private func shown(_ name: [UInt8]) -> String { String(decoding: name, as: UTF8.self) }
}
