import Files
import TestSupport
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

    @Test func deletedFilesNeedNoSync() throws {
        let folder = TemporaryFolder()
        folder.write("CACHE/images/a.jpg")
        let names = CacheFileNames(below: "CACHE/images", of: folder.path)
        try names.syncFiles(["CACHE/images/a.jpg", "CACHE/images/b.jpg", "CACHE/images/none/c.jpg"])
    }

    /// Without this error, images could be recorded as made although nothing is known about their disk.
    @Test(arguments: [1, 100])
    func aMissingCacheFolderIsAnError(_ count: Int) {
        let names = CacheFileNames(below: "CACHE/images", of: TemporaryFolder().path)
        #expect(throws: FileError.self) { try names.syncFiles((0..<count).map { "CACHE/images/\($0).jpg" }) }
    }
}
