import Testing
import TestSupport
import WorkerProtocol

@testable import CacheState
@testable import Files
@testable import Registry

/// Tests of the records of reported failures in a state, and in the states of shards.
@Suite struct FailureRecordTests {
    let folder = TemporaryFolder()

    private static let key = FailureKey(source: "a.png", generator: "g")
    private static let record = FailureRecord(
        failure: Outcome.Failure(code: .emptySource, message: "the file is empty"),
        digest: .repeating(3),
        since: 1234
    )

    private func tree(_ shard: Shard? = nil) -> CacheTree {
        CacheTree(settings: Settings(mediaRoot: folder.path), shard: shard)
    }

    private func write(_ record: FailureRecord?, _ shard: Shard? = nil) throws {
        folder.makeFolder("CACHE/images/.imagekit")
        let state = try SQLiteBackend().openForWriting(tree(shard))
        try state.write([.failure(Self.key, record)])
        state.close()
    }

    private func read() throws -> [FailureKey: FailureRecord] {
        let state = try SQLiteBackend().openForReading(tree())
        defer { state?.close() }
        return try state?.failures().compactMapValues(\.self) ?? [:]
    }

    @Test func isReadAsItWasWritten() throws {
        try write(Self.record)
        #expect(try read() == [Self.key: Self.record])
        try write(nil)
        #expect(try read() == [:])
    }

    /// If a shard has fixed a failure in the folder's state, the failure must not appear again when the states are
    /// merged.
    @Test func aShardFixesAFailureOfTheFolder() throws {
        try write(Self.record)
        try write(nil, Shard("1/2"))
        #expect(try read() == [:], "before the states are merged")
        try SQLiteBackend().openForWriting(tree()).close()
        #expect(try read() == [:], "afterwards")
        let state = try #require(try SQLiteBackend().openForReading(tree()))
        #expect(try state.failures().isEmpty, "no trace is left")
        state.close()
    }

    @Test func aShardAddsAFailure() throws {
        try write(Self.record, Shard("1/2"))
        try SQLiteBackend().openForWriting(tree()).close()
        #expect(try read() == [Self.key: Self.record])
    }
}
