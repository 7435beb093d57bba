import Foundation
import ImageSpecs
import TestSupport
import Testing
import WorkerProtocol

@testable import CacheState
@testable import Files
@testable import Registry

/// Merging the states of several machines.
@Suite struct StateMergeTests {
    private let folder = TemporaryFolder()

    private func made(_ name: String, at time: Int, digest: UInt8 = 1) -> CacheRecord {
        let image = Outcome.MadeImage(width: 10, height: 8, bytes: 99, format: .webp)
        let making = ImageDescription.Making(time: time, reason: "missing")
        let state = CacheRecord.State.made(bytes: 99, image: ImageDescription(image, making: making))
        return CacheRecord(name: "CACHE/images/" + name, naming: 7, digest: .repeating(digest), state: state)
    }

    private func other(_ name: String, _ state: CacheRecord.State) -> CacheRecord {
        CacheRecord(name: "CACHE/images/" + name, naming: 7, digest: .repeating(2), state: state)
    }

    private static let failure = CacheRecord.State.failed(
        Outcome.Failure(code: .corruptSource, message: "cut off"),
        limits: 8
    )

    /// Writes a state of another machine.
    private func write(_ name: String, _ changes: [StateChange]) throws -> String {
        let path = folder.path(name)
        let store = try StateStore.openForWriting(path)
        try store.write(changes)
        store.close()
        return path
    }

    /// Merges states into a state with some records, and returns all records of `s.jpg`.
    private func merged(
        _ own: [StateChange],
        _ paths: [String],
        accepts: @escaping (CacheRecord) throws -> Bool = { _ in true }
    ) throws -> (records: SourceRecords, counts: [StateMerge.Counts]) {
        let media = folder.path("media-\(UUID().uuidString)")
        let tree = CacheTree(settings: Settings(mediaRoot: media))
        let lock = try CacheTreeLock.take(tree, create: true, excludingCalls: true, waiting: nil)
        defer { lock?.release() }
        let state = try SQLiteBackend().openForWriting(tree)
        defer { state.close() }
        try state.write(own)
        let merge = try #require(StateMerge(into: state, of: tree, accepts: accepts))
        let counts = try paths.map(merge.merge)
        #expect(entries(ofFolder: tree.privatePath).allSatisfy { !$0.hasPrefix("merge") })
        return (try state.read(StatePart()) { try $0.records(of: "s.jpg") }, counts)
    }

    private func change(_ record: CacheRecord) -> StateChange { .cacheFile(source: "s.jpg", record) }

    /// The result does not depend on the order, and the later machine removes nothing.
    @Test(arguments: [[0, 1], [1, 0]]) func theUnionHasTheNewestImages(_ order: [Int]) throws {
        let states = [
            try write("state.a.sqlite3", [change(made("a", at: 5)), change(made("both", at: 5, digest: 1))]),
            try write("state.b.sqlite3", [change(made("b", at: 6)), change(made("both", at: 6, digest: 2))]),
        ]
        let own = [change(made("own", at: 1)), change(other("a", Self.failure)), change(other("b", .pending))]
        let (records, counts) = try merged(own, order.map { states[$0] })
        #expect(records.files.map(\.name) == ["a", "b", "both", "own"].map { "CACHE/images/" + $0 })
        // A run of this machine did not finish `b`, so its file can show another content.
        #expect(records.files.map(\.isMade) == [true, false, true, true])
        #expect(records.files[2].digest == .repeating(2))
        #expect(counts.map { $0.taken + $0.kept } == [2, 2])
        #expect(counts.reduce(0) { $0 + $1.taken } == (order == [0, 1] ? 3 : 2))
    }

    @Test func aFailureDoesNotReplaceAnUnfinishedImage() throws {
        let path = try write("state.a.sqlite3", [change(other("a", Self.failure))])
        let records = try merged([change(other("a", .pending))], [path]).records
        guard case .pending? = records.files.first?.state else {
            Issue.record("\(records.files)")
            return
        }
    }

    /// A record with a time in the future is ignored, because no later image of this machine could replace it.
    @Test func anImageOfTheFutureIsIgnored() throws {
        let now = Int(Date().timeIntervalSince1970)
        let path = try write("state.a.sqlite3", [change(made("a", at: now + 90_000)), change(made("b", at: now + 60))])
        let (records, counts) = try merged([], [path])
        #expect(records.files.map(\.name) == ["CACHE/images/b"])
        #expect(counts.map(\.ignored) == [1] && counts.map(\.inFuture) == [1])
    }

    private struct ListingError: Error {}

    @Test func anErrorOfTheCheckMergesNothing() throws {
        let path = try write("state.a.sqlite3", [change(made("a", at: 5))])
        #expect(throws: ListingError.self) { try merged([], [path]) { _ in throw ListingError() } }
    }

    @Test func aFailureOrAnOlderImageReplacesNothing() throws {
        let path = try write(
            "state.a.sqlite3",
            [change(other("a", Self.failure)), change(made("b", at: 3, digest: 9)), change(other("c", .pending))]
        )
        let own = [change(made("a", at: 1)), change(made("b", at: 4))]
        let (records, counts) = try merged(own, [path])
        #expect(records.files.map(\.isMade) == [true, true])
        #expect(records.files[1].digest == .repeating(1))
        #expect(counts.map(\.taken) == [0] && counts.map(\.kept) == [2])
    }

    @Test func onlyAcceptedImagesAreTaken() throws {
        let path = try write("state.a.sqlite3", [change(made("a", at: 5)), change(made("b", at: 5))])
        let (records, counts) = try merged([], [path]) { $0.name.hasSuffix("/b") }
        #expect(records.files.map(\.name) == ["CACHE/images/b"])
        #expect(counts.map(\.ignored) == [1])
    }

    /// The stamp of another machine is used only if this machine has recorded no stamp.
    @Test func theOwnStampOfASourceStays() throws {
        let stamp = { FileStamp(size: $0, modified: 2, changed: 3, inode: 4) }
        let own = SourceRecord(stamp: stamp(1), digest: .repeating(1))
        let theirs = SourceRecord(stamp: stamp(2), digest: .repeating(2))
        let path = try write("state.a.sqlite3", [.source("s.jpg", theirs)])
        #expect(try merged([.source("s.jpg", own)], [path]).records.source == own)
        #expect(try merged([], [path]).records.source == theirs)
    }

    @Test(arguments: ["../x", "/etc/passwd", "CACHE/images/../../x", "CACHE/images/.imagekit/state.sqlite3", "other/x"])
    func aForeignNameIsIgnored(_ name: String) throws {
        var record = made("a", at: 5)
        record.name = name
        let path = try write("state.a.sqlite3", [change(record), change(made("a", at: 5))])
        #expect(try merged([], [path]).records.files.map(\.name) == ["CACHE/images/a"])
    }

    @Test(arguments: [
        "CREATE VIEW extra AS SELECT 1", "CREATE TRIGGER extra AFTER INSERT ON source BEGIN SELECT 1; END",
    ])
    func aForeignDatabaseIsRefused(_ sql: String) throws {
        let path = folder.path("state.a.sqlite3")
        let store = try StateStore.openForWriting(path)
        try store.write([change(made("a", at: 5))])
        try store.prepare { try $0.execute(sql: sql) }
        store.close()
        #expect(throws: UnusableOtherStateError.self) { try merged([], [path]) }
    }

    @Test func aDamagedOrMissingFileIsRefused() throws {
        let path = try write("state.a.sqlite3", [change(made("a", at: 5))])
        var bytes = try readFile(path)
        bytes[bytes.count - 40] ^= 1
        try writeAtomically(bytes, to: path)
        #expect(throws: UnusableOtherStateError.self) { try merged([], [path]) }
        #expect(throws: UnusableOtherStateError.self) { try merged([], [folder.path("none.sqlite3")]) }
    }
}
