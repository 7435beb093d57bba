import Testing

@testable import CacheState
@testable import Operations
@testable import Planning

/// Tests of several machines that make the images of one site. Each machine processes a part of the sources.
@Suite struct ShardRunTests {
    private let site = Site(photos: (1...12).map { "\($0).png" })

    private func generate(_ number: Int, of count: Int, _ workers: FakeWorkers = FakeWorkers()) async throws -> [String]
    {
        try await site.generate(workers) { $0.selection.shard = Shard(number: number, count: count) }
        return workers.sources
    }

    @Test func eachMakesItsPart() async throws {
        let parts = try await [generate(1, of: 3), generate(2, of: 3), generate(3, of: 3)]
        #expect(parts.allSatisfy { !$0.isEmpty && $0.count < 12 })
        #expect(parts.joined().sorted() == (1...12).map { "photos/\($0).png" }.sorted())
        // The states of the shards are merged.
        #expect(CacheTree(settings: try site.registry().settings).shardsWithState.isEmpty)
        #expect(try await site.generate().fresh == 12)
    }

    /// Only a run with the same storage merges the state of a shard.
    @Test func theStateOfAnotherStorageStays() async throws {
        let state = "CACHE/images/.imagekit/state-0123456789abcdef.1-of-2.sqlite3"
        site.folder.write(state, "")
        _ = try await [generate(1, of: 2), generate(2, of: 2)]
        #expect(site.exists(state))
    }

    @Test func anotherCountMakesNothingTwice() async throws {
        let first = try await generate(1, of: 3)
        let rest = try await [generate(1, of: 2), generate(2, of: 2)].flatMap(\.self)
        #expect((first + rest).sorted() == (1...12).map { "photos/\($0).png" }.sorted())
    }

    @Test func aShardThatFailsMergesWhatItMade() async throws {
        struct BrokenWorker: Error {}
        let workers = FakeWorkers { job in
            if job.id == 2 { throw BrokenWorker() }
            return .success(FakeWorkers.made(job))
        }
        await #expect(throws: BrokenWorker.self) { try await generate(1, of: 1, workers) }
        #expect(try site.records(of: workers.sources[0]) == ["made"])
        #expect(try await site.generate().fresh == 2)
    }
}
