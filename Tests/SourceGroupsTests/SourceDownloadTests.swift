import Files
import Foundation
import ImageHeaders
import Registry
import Storage
import Synchronization
import TestSupport
import Testing

@testable import SourceGroups

/// The download of one object.
@Suite struct SourceDownloadTests {
    /// A storage with one object.
    private final class FakeStorage: ObjectStorage {
        let address = "s3://bucket"
        let ranges = Mutex<[Range<Int>?]>([])
        private let content: [UInt8]
        private let isEncrypted: Bool

        init(_ content: [UInt8], isEncrypted: Bool) { (self.content, self.isEncrypted) = (content, isEncrypted) }

        func list(_ prefix: String, _ body: (StoredObject) -> Void) {}
        func find(_ name: String) -> StoredObject? { nil }
        func put(_ content: [UInt8], as name: String, type: String, condition: PutCondition) -> String? { nil }
        func delete(_ names: [String]) -> [(name: String, reason: StorageError)] { [] }

        func get(_ name: String, _ range: Range<Int>?, tag: String) throws(StorageError) -> ObjectContent {
            ranges.withLock { $0.append(range) }
            return ObjectContent(bytes: range.map { Array(content[$0]) } ?? content, isEncrypted: isEncrypted)
        }
    }

    private let folder = TemporaryFolder()
    private static let content = (0..<1000).map { UInt8(truncatingIfNeeded: $0 * 7) }
    /// The MD5 of `content`, computed with Python.
    private static let md5 = "de809ff794e91b68f9e91a2b7030bcb0"

    private func download(
        _ content: [UInt8],
        tag: String,
        isEncrypted: Bool = false,
        earlier: [UInt8]?
    ) throws -> (bytes: [UInt8], ranges: [Range<Int>?]) {
        let storage = FakeStorage(content, isEncrypted: isEncrypted)
        let bucket = try #require(BucketStorage(address: "s3://bucket"))
        let object = SourceObject(bucket: bucket, name: "a.png", bytes: content.count, tag: tag)
        let path = folder.path("copy.png")
        if let earlier { try writeAtomically(earlier, to: path + ".part") }
        try SourceDownload(object: object, storage: storage, path: path).run()
        return (try readFile(path), storage.ranges.withLock(\.self))
    }

    @Test func correctBytesOfAnEarlierDownloadAreUsed() throws {
        let result = try download(Self.content, tag: Self.md5, earlier: Array(Self.content.prefix(400)))
        #expect(result.bytes == Self.content && result.ranges == [400..<1000])
    }

    @Test(arguments: [400, 1000]) func wrongBytesAreDownloadedAgain(count: Int) throws {
        let wrong = [UInt8](repeating: 1, count: count)
        let result = try download(Self.content, tag: Self.md5, earlier: wrong)
        #expect(result.bytes == Self.content)
        #expect(result.ranges == (count == 400 ? [400..<1000, nil] : [nil]))
    }

    /// The tag of an object that was uploaded in parts is not an MD5 of its content.
    @Test(arguments: [400, 1000]) func bytesWithoutAnMD5AreDownloadedAgain(count: Int) throws {
        let wrong = [UInt8](repeating: 1, count: count)
        let result = try download(Self.content, tag: Self.md5 + "-2", earlier: wrong)
        #expect(result.bytes == Self.content && result.ranges == [nil])
    }

    /// The tag of an encrypted object has the form of an MD5.
    @Test(arguments: [400, 1000]) func bytesOfAnEncryptedObjectAreDownloadedAgain(count: Int) throws {
        let tag = String(repeating: "a", count: 32)
        let wrong = [UInt8](repeating: 1, count: count)
        let result = try download(Self.content, tag: tag, isEncrypted: true, earlier: wrong)
        #expect(result.bytes == Self.content)
        #expect(result.ranges.last == .some(nil))
    }

    /// The header of a large object, and the ranges that were downloaded.
    private func header(of content: [UInt8]) throws -> (header: SourceHeader?, ranges: [Range<Int>?]) {
        let storage = FakeStorage(content, isEncrypted: false)
        let bucket = try #require(BucketStorage(address: "s3://bucket"))
        let object = SourceObject(bucket: bucket, name: "a.png", bytes: content.count, tag: "tag-2")
        let copies = SourceCopies(folder.path("copies"), limit: 1 << 20)
        for _ in 0..<2 { _ = try copies.header(of: object) { () throws(StorageError) in storage } }
        return (try copies.header(of: object) { () throws(StorageError) in storage }, storage.ranges.withLock(\.self))
    }

    /// A PNG of 300 × 200 pixels, or another file, with 200,000 bytes.
    @Test(arguments: [true, false]) func aHeaderNeedsOnlyTheStart(isImage: Bool) throws {
        let start: [UInt8] =
            [137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82, 0, 0, 1, 44, 0, 0, 0, 200, 8, 2, 0, 0, 0]
            + [0, 0, 0, 0]
        let content = (isImage ? start : []) + [UInt8](repeating: 7, count: 200_000)
        let result = try header(of: content)
        #expect(result.ranges == [0..<65_536])
        #expect(result.header?.storedSize.width == (isImage ? 300 : nil))
        #expect(result.header?.storedSize.height == (isImage ? 200 : nil))
    }

    /// Two comments of 40,000 bytes precede the size of the JPEG.
    @Test func aHeaderAfterLongCommentsNeedsTheWholeObject() throws {
        let comment: [UInt8] = [0xFF, 0xFE, 0x9C, 0x42] + [UInt8](repeating: 0x20, count: 40_000)
        let frame: [UInt8] = [0xFF, 0xC0, 0, 11, 8, 0, 200, 1, 44, 1, 1, 0x11, 0, 0xFF, 0xD9]
        let result = try header(of: [0xFF, 0xD8] + comment + comment + frame)
        #expect(result.ranges == [0..<65_536, nil])
        #expect(result.header?.storedSize.width == 300 && result.header?.storedSize.height == 200)
    }

    @Test func aStopEndsADownloadBetweenItsParts() throws {
        let content = [UInt8](repeating: 3, count: SourceDownload.partSize * 2 + 1)
        let storage = FakeStorage(content, isEncrypted: false)
        let bucket = try #require(BucketStorage(address: "s3://bucket"))
        let object = SourceObject(bucket: bucket, name: "a.png", bytes: content.count, tag: "tag-3")
        let path = folder.path("copy.png")
        let isStopped: @Sendable () -> Bool = { storage.ranges.withLock { !$0.isEmpty } }
        let download = SourceDownload(object: object, storage: storage, path: path, isStopped: isStopped)
        #expect(throws: SourceCopyError.self) { try download.run() }
        #expect(storage.ranges.withLock(\.count) == 1)
        #expect(FileStamp(path: path) == nil && FileStamp(path: path + ".part")?.size == SourceDownload.partSize)
    }
}
