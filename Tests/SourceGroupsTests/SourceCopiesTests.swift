import Files
import Foundation
import Registry
import Synchronization
import TestSupport
import Testing

@testable import SourceGroups
@testable import Storage

/// The local copies of sources in buckets.
@Suite struct SourceCopiesTests {
    /// A storage whose objects have ten bytes.
    private final class FakeStorage: ObjectStorage {
        let address = "s3://bucket"
        let requests = Mutex<[String]>([])
        /// Called with each download.
        let action = Mutex<@Sendable () -> Void>({})

        func list(_ prefix: String, _ body: (StoredObject) -> Void) { requests.withLock { $0.append(prefix) } }
        func find(_ name: String) -> StoredObject? { nil }
        func put(_ content: [UInt8], as name: String, type: String, condition: PutCondition) -> String? { nil }
        func delete(_ names: [String]) -> [(name: String, reason: StorageError)] { [] }

        func get(_ name: String, _ range: Range<Int>?, tag: String) throws(StorageError) -> ObjectContent {
            requests.withLock { $0.append(name) }
            action.withLock(\.self)()
            return ObjectContent(bytes: Array(repeating: UInt8(name.utf8.first ?? 0), count: 10))
        }
    }

    private let folder = FileManager.default.temporaryDirectory.path + "/imagekit-copies-\(UUID().uuidString.prefix(8))"
    private let storage = FakeStorage()

    private func object(_ name: String, bytes: Int = 10) throws -> SourceObject {
        let bucket = try #require(BucketStorage(address: "s3://bucket"))
        return SourceObject(bucket: bucket, name: name, bytes: bytes, tag: "tag-1")
    }

    private func copy(_ name: String, in copies: SourceCopies) throws -> SourceCopy {
        try copies.copy(of: try object(name)) { () throws(StorageError) in storage }
    }

    @Test func theCopyThatWasNotUsedForTheLongestTimeIsDeleted() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let copies = SourceCopies(folder, limit: 34)
        for name in ["a.png", "b.png", "c.png"] { _ = try copy(name, in: copies) }
        // `a` is used again, so `b` is the oldest copy.
        _ = try copy("a.png", in: copies)
        _ = try copy("d.png", in: copies)
        #expect(storage.requests.withLock(\.self) == ["a.png", "b.png", "c.png", "d.png"])
        _ = try copy("a.png", in: copies)
        #expect(storage.requests.withLock(\.count) == 4)
        _ = try copy("b.png", in: copies)
        #expect(storage.requests.withLock(\.count) == 5)
    }

    @Test func aCopyInUseStays() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let copies = SourceCopies(folder, limit: 10)
        let used = try copy("a.png", in: copies)
        // Another process has its own list of users, and finds the lock.
        let others = SourceCopies(folder, limit: 10)
        for name in ["b.png", "c.png"] { _ = try copy(name, in: others) }
        #expect(try Data(contentsOf: URL(filePath: used.path)) == Data(repeating: 0x61, count: 10))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count <= 2)
    }

    /// `IMAGEKIT_STATE_DIR` can name a folder in which another program has a folder `sources`.
    @Test func theFilesOfOtherProgramsStay() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        let photo = folder + "/photo.png"
        #expect(FileManager.default.createFile(atPath: photo, contents: Data(repeating: 1, count: 20)))
        let copies = SourceCopies(folder, limit: 10)
        for name in ["a.png", "b.png"] { _ = try copy(name, in: copies) }
        #expect(FileStamp(path: photo)?.size == 20)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 2)
    }

    /// While both copies are in use, their size exceeds the limit.
    @Test func aCopyThatIsReleasedAboveTheLimitIsDeleted() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let copies = SourceCopies(folder, limit: 10)
        let used = try copy("a.png", in: copies)
        let released = try copy("b.png", in: copies).path
        #expect(FileStamp(path: released) == nil)
        #expect(FileStamp(path: used.path)?.size == 10)
    }

    @Test func theSizeOfAnObjectCanBeAnyNumber() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let copies = SourceCopies(folder, limit: 100)
        let used = try copy("a.png", in: copies)
        let huge = try object("b.png", bytes: .max)
        #expect(throws: SourceCopyError.self) {
            _ = try copies.copy(of: huge) { () throws(StorageError) in storage }
        }
        #expect(FileStamp(path: used.path)?.size == 10)
    }

    /// Swift considers the composed and the decomposed letter equal, but they name two folders of a bucket.
    @Test func foldersWithTheSameLettersAreListedSeparately() throws {
        let site = TemporaryFolder()
        site.write(
            "specs.json",
            #"""
            {
                "source_groups": {
                    "a": { "s3": "s3://bucket", "glob": ["caf\u00e9/*.png"] },
                    "b": { "s3": "s3://bucket", "glob": ["cafe\u0301/*.png"] }
                },
                "generators": { "g": { "source": "a", "format": "PNG" }, "h": { "source": "b", "format": "PNG" } }
            }
            """#
        )
        let registry = try Registry.load(path: site.path("specs.json"), environment: [:], ask: NoWorker.ask)
        let buckets = SourceBuckets { [storage] (_) throws(StorageError) -> any ObjectStorage in storage }
        for name in ["a", "b"] {
            guard case .bucket(let bucket, let include, _)? = registry.sourceGroups[name]?.members else { continue }
            _ = try buckets.listing(of: bucket, include)
        }
        #expect(storage.requests.withLock(\.count) == 2)
    }

    /// Another person can have written the folder.
    @Test func aLinkIsNoCopy() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let copies = SourceCopies(folder, limit: 100)
        let path = try copy("a.png", in: copies).path
        try FileManager.default.moveItem(atPath: path, toPath: folder + "/target")
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: folder + "/target")
        let again = try copy("a.png", in: copies)
        #expect(storage.requests.withLock(\.count) == 2)
        #expect(!isLink(again.path))
    }

    /// Another process deletes the copy between the download and its use. Here, the file of the first download is
    /// replaced by an empty one, which cannot be used either.
    @Test func aCopyThatIsDeletedBeforeItsUseIsDownloadedAgain() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let isFirst = Mutex(true)
        storage.action.withLock { action in
            action = { [folder] in
                let isAgain = isFirst.withLock { first in
                    defer { first = false }
                    return !first
                }
                if isAgain { return }
                for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
                    try? FileManager.default.removeItem(atPath: folder + "/" + name)
                    _ = FileManager.default.createFile(atPath: folder + "/" + name, contents: nil)
                }
            }
        }
        let used = try copy("a.png", in: SourceCopies(folder, limit: 100))
        #expect(try Data(contentsOf: URL(filePath: used.path)) == Data(repeating: 0x61, count: 10))
        #expect(storage.requests.withLock(\.count) == 2)
    }

    /// In a shared folder, the copies of other users can only be read. Root can write all files.
    @Test(.enabled(if: geteuid() != 0, "root can write all files"))
    func aCopyInUseThatCannotBeWrittenStays() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let used = try copy("a.png", in: SourceCopies(folder, limit: 10))
        try FileManager.default.setAttributes([.posixPermissions: 0o444], ofItemAtPath: used.path)
        let others = SourceCopies(folder, limit: 10)
        for name in ["b.png", "c.png"] { _ = try copy(name, in: others) }
        #expect(try Data(contentsOf: URL(filePath: used.path)) == Data(repeating: 0x61, count: 10))
    }

    @Test func aFailedDownloadIsNotNotedAsAHeader() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let copies = SourceCopies(folder, limit: 100)
        #expect(throws: SourceCopyError.self) {
            try copies.header(of: object("a.png")) { () throws(StorageError) in throw StorageError("download", .changed)
            }
        }
        for _ in 0..<2 {
            let header = try copies.header(of: object("a.png")) { () throws(StorageError) in storage }
            #expect(header == nil)
            try? FileManager.default.removeItem(atPath: folder)
        }
        #expect(storage.requests.withLock(\.self) == ["a.png"])
    }

    @Test func anotherContentIsAnotherCopy() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let copies = SourceCopies(folder, limit: 100)
        let bucket = try #require(BucketStorage(address: "s3://bucket"))
        let changed = SourceObject(bucket: bucket, name: "a.png", bytes: 10, tag: "tag-2")
        let first = try copy("a.png", in: copies)
        let second = try copies.copy(of: changed) { () throws(StorageError) in storage }
        #expect(first.path != second.path)
        #expect(try object("a.png").digest != changed.digest && object("a.png").stamp != changed.stamp)
    }
}
