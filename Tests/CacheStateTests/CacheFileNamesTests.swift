import Testing

@testable import CacheState

struct CacheFileNamesTests {
    @Test(arguments: [
        "CACHE/images/a.jpg", "CACHE/images/photos/a/b.jpg", "CACHE/images/..a/b..", "CACHE/images/.hidden/a.jpg",
        "CACHE/images/...", "CACHE/images/a/.imagekit/b", "CACHE/images/.imagekitx",
    ])
    func acceptsNamesBelowTheCacheFolder(_ name: String) {
        #expect(CacheFileNames(below: "CACHE/images").contains(name))
    }

    @Test(arguments: [
        "", "a.jpg", "/CACHE/images/a.jpg", "CACHE/images", "CACHE/images/", "CACHE/imagesx/a.jpg",
        "cache/images/a.jpg",
        "CACHE/images/..", "CACHE/images/.", "CACHE/images/../a.jpg", "CACHE/images/a/../b", "CACHE/images/a/./b",
        "CACHE/images/a//b", "CACHE/images//a", "CACHE/images/a/", "CACHE/images/a/..", "CACHE/images/a\0/b",
        "CACHE/images/.imagekit", "CACHE/images/.imagekit/lock", "../CACHE/images/a.jpg", "./CACHE/images/a.jpg",
    ])
    func refusesAllOthers(_ name: String) {
        #expect(!CacheFileNames(below: "CACHE/images").contains(name))
    }

    @Test func anEmptyFolderIsMediaRoot() {
        #expect(CacheFileNames(below: "").contains("a.jpg"))
        #expect(!CacheFileNames(below: "").contains("/a.jpg"))
        #expect(!CacheFileNames(below: "").contains("../a.jpg"))
    }
}
