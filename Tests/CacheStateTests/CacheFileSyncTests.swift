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

    /// Without this error, images could be recorded as made although nothing is known about their disk.
    @Test(arguments: [1, 100])
    func aMissingCacheFolderIsAnError(_ count: Int) {
        let folder = TemporaryFolder()
        let sync = CacheFileSync(root: folder.path, cacheFolder: folder.path("CACHE/images"))
        #expect(throws: FileError.self) { try sync.wait(for: (0..<count).map { "CACHE/images/\($0).jpg" }) }
    }
}
