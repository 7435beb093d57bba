import Testing

@testable import FileSearch

struct FixedSegmentsTests {
    @Test(arguments: [
        ("photos/**/*.jpg", ["photos"]), ("a/b/c.jpg", ["a", "b"]), ("*.jpg", []), ("a/*/b/*.jpg", ["a"]),
        ("{a,b}/c.jpg", []), ("a\\[1\\]/x", ["a[1]"]), ("a/[b]/c", ["a"]), ("a?/b", []),
    ])
    func foldersBeforeTheFirstWildcard(pattern: String, segments: [String]) {
        #expect(Glob.fixedSegments(of: pattern) == segments)
    }
}
