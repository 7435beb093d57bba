import Files
import TestSupport
import Testing

@testable import CacheState

struct CacheFileSyncTests {
    @Test func deletedFilesNeedNoSync() throws {
        let folder = TemporaryFolder()
        folder.write("CACHE/images/a.jpg")
        let sync = CacheFileSync(root: folder.path, cacheFolder: folder.path("CACHE/images"))
        try sync.wait(for: ["CACHE/images/a.jpg", "CACHE/images/b.jpg", "CACHE/images/none/c.jpg"])
    }

    @Test func commonFoldersAreSyncedOnce() {
        let sync = CacheFileSync(root: "/media", cacheFolder: "/media/CACHE/images")
        let (a, b) = ("/media/CACHE/images/photos/a", "/media/CACHE/images/photos/b")
        let folders = sync.folders(above: [a, a, b, "/media/CACHE/images"])
        #expect(folders.sorted() == ["/media/CACHE/images", "/media/CACHE/images/photos", a, b])
        // Both names are equal for Swift, but they are two folders.
        let (composed, decomposed) = ("/media/CACHE/images/\u{E9}", "/media/CACHE/images/e\u{301}")
        #expect(sync.folders(above: [composed, decomposed]).count == 3)
    }

    /// Without this error, images could be recorded as made although nothing is known about their disk.
    @Test(arguments: [1, 100])
    func aMissingCacheFolderIsAnError(_ count: Int) {
        let folder = TemporaryFolder()
        let sync = CacheFileSync(root: folder.path, cacheFolder: folder.path("CACHE/images"))
        #expect(throws: FileError.self) { try sync.wait(for: (0..<count).map { "CACHE/images/\($0).jpg" }) }
    }
}
