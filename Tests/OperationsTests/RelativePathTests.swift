import Testing

@testable import Operations

@Suite struct RelativePathTests {
    @Test(arguments: [
        ("/a/b", "/a/c/d", "../c/d"), ("/a/b", "/a/b", ""), ("/", "/x", "x"), ("/a/b", "/", "../.."),
        ("/a", "/a/b", "b"),
        ("/a/bc", "/a/b", "../b"),
        // Names with the same letters and different bytes are different folders.
        ("/\u{E9}", "/e\u{301}", "../e\u{301}"),
    ])
    func leadsFromAFolderToAnotherOne(_ start: String, _ end: String, _ path: String) {
        #expect(relativePath(from: start, to: end).utf8.elementsEqual(path.utf8))
    }
}
