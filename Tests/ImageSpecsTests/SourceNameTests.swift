import Testing

@testable import ImageSpecs

/// Compares with the results of Python 3's `os.path`.
@Suite struct SourceNameTests {
    @Test(arguments: [
        ("a.jpg", "a", ".jpg"), ("photos/a.JPG", "photos/a", ".JPG"), ("a", "a", ""), ("a.b/c", "a.b/c", ""),
        ("a.b/c.d", "a.b/c", ".d"), (".hidden", ".hidden", ""), (".hidden.jpg", ".hidden", ".jpg"),
        ("d/.hidden", "d/.hidden", ""), ("d/.hidden.png", "d/.hidden", ".png"), ("dot.", "dot", "."),
        ("dots...", "dots..", "."), ("..jpg", "..jpg", ""), ("...jpg", "...jpg", ""), ("a.tar.gz", "a.tar", ".gz"),
        ("", "", ""), ("/", "/", ""), ("a/", "a/", ""), ("a.b/", "a.b/", ""), ("é.ü", "é", ".ü"),
        ("..a.b", "..a", ".b"),
    ])
    func splitext(_ name: String, _ stem: String, _ fileExtension: String) {
        let parts = SourceName.splitExtension(name)
        #expect(parts.stem == stem)
        #expect(parts.extension == fileExtension)
    }

    @Test(arguments: [
        ("a", "a"), ("a/b", "a/b"), ("a//b", "a/b"), ("./a", "a"), ("a/.", "a"), ("a/./b", "a/b"), ("a/..", "."),
        ("a/../b", "b"), ("..", ".."), ("../a", "../a"), ("a/../..", ".."), ("a/../../b", "../b"), ("/", "/"),
        ("/..", "/"), ("/../a", "/a"), ("/a/../..", "/"), ("a/", "a"), ("", "."), ("...", "..."),
        ("a/.../b", "a/.../b"), ("/a//b/", "/a/b"),
    ])
    func normpath(_ path: String, _ normal: String) {
        #expect(SourceName.normalize(path) == normal)
    }

    @Test(arguments: [
        ("a", "", "a"), ("a/b", "a", "b"), ("/a", "/", "a"), ("/", "/", ""), ("a/", "a", ""), ("a//b", "a", "b"),
        ("a/b/c.d", "a/b", "c.d"), ("", "", ""),
    ])
    func split(_ name: String, _ folder: String, _ last: String) {
        let parts = SourceName.split(name)
        #expect(parts.folder == folder)
        #expect(parts.last == last)
    }
}
