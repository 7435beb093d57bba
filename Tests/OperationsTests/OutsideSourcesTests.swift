import Testing

@testable import Operations

/// The additional paths that a worker can read must fit into one argument of the worker. If the paths do not fit, their
/// common folders replace them.
@Suite struct OutsideSourcesTests {
    @Test(arguments: [
        (["/a/b/c", "/a/b/d", "/x"], 14, ["/a/b/c", "/a/b/d", "/x"]),
        (["/a/b/c", "/a/b/d", "/x"], 13, ["/a/b", "/x"]),
        (["/a/b/c", "/a/b/d", "/x", "/x"], 5, ["/a", "/x"]),
        (["/a/b/c", "/a/b/d", "/x", "/x"], 3, ["/"]),
        (["/caf\u{E9}/a", "/cafe\u{301}/a"], 100, ["/cafe\u{301}/a", "/caf\u{E9}/a"]),
        ([], 1, []),
    ])
    func areJoinedUntilTheyFit(_ paths: [String], _ most: Int, _ expected: [String]) {
        let joined = OutsideSources.joined(paths, atMost: most)
        #expect(joined.map { Array($0.utf8) } == expected.map { Array($0.utf8) })
    }
}
