import Foundation
import Testing

/// Tests of shards: runs that each process a part of the sources.
@Suite struct ShardTests {
    static let names = (0..<20).map { "p\($0).png" }

    static func site() -> Site {
        let site = Site()
        for (seed, name) in names.enumerated() {
            site.write("media/photos/\(name)", samplePNG(width: 24, height: 18, seed: seed))
        }
        return site
    }

    static func hidden(_ site: Site) -> [String] {
        let names = try? FileManager.default.contentsOfDirectory(atPath: site.path("media/CACHE/images/.imagekit"))
        return (names ?? []).sorted()
    }

    @Test func eightShardsInParallelEqualOneRun() async throws {
        let (one, shards) = (Self.site(), Self.site())
        #expect(try await one.generate().exitCode == 0)
        let summaries = try await withThrowingTaskGroup(of: Event?.self) { group in
            for number in 1...8 {
                group.addTask {
                    let result = try await shards.generate("--shard", "\(number)/8", "--jobs", "1")
                    #expect(result.exitCode == 0, "\(result.errors)")
                    return try result.summary()
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(summaries.compactMap { $0?.generated }.reduce(0, +) == 2 * Self.names.count)
        #expect(shards.cacheFiles == one.cacheFiles)
        // The last shard has merged the states of all shards into one state.
        #expect(Self.hidden(shards) == ["claims", "lock", "state.sqlite3"])
        let before = shards.snapshot
        let after = try await shards.generate("-v", environment: ["IMAGEKIT_WORKER": "/nowhere"])
        #expect(try after.summary()?.fresh == 2 * Self.names.count)
        #expect(try await shards.generate("--shard", "3/8").exitCode == 0)
        #expect(shards.snapshot == before)
    }

    /// A killed shard loses neither its records nor its unfinished images.
    @Test func aKilledShardIsContinued() async throws {
        let site = Site(Registries.oneGenerator)
        site.writePhotos("hang.png", "b.png")
        _ = try await site.generate()
        site.write("media/photos/hang.png", samplePNG(width: 40, height: 30, seed: 7))
        site.makeMailbox("started")
        var environment = site.installFakeWorker()
        environment["STARTED"] = site.path("started")
        let killed = try await site.run(["generateimages", "--shard", "1/1"], environment: environment) { send in
            _ = try await firstLine(ofPipe: site.path("started"))
            try send(.kill)
        }
        #expect(killed.exitCode == 137)
        #expect(Self.hidden(site).contains("state.1-of-1.sqlite3"))
        let check = try await site.generate("--check")
        #expect(check.exitCode == 1)
        #expect(try check.images().map(\.reason) == ["interrupted"])
        #expect(try await site.generate("--shard", "1/1", "-n").images().map(\.reason) == ["interrupted"])
        // A shard that is killed before it writes its state leaves only its lock.
        site.write("media/CACHE/images/.imagekit/lock.3-of-4", "")
        // A run with another number of shards first merges the remaining state.
        let next = try await (1...2).asyncMap { try await site.generate("--shard", "\($0)/2") }
        #expect(try next.flatMap { try $0.images() }.map(\.reason) == ["interrupted"])
        #expect(Self.hidden(site) == ["claims", "lock", "state.sqlite3", "tmp"])
        #expect(try await site.generate("--check").exitCode == 0)
    }

    @Test func aShardReportsOnlyItsPart() async throws {
        let site = Self.site()
        var planned: [String] = []
        for number in 1...3 {
            let result = try await site.generate("--shard", "\(number)/3", "--check")
            #expect(result.exitCode == 1)
            planned += try result.images().compactMap(\.name)
        }
        #expect(site.cacheFiles.isEmpty)
        #expect(planned.count == 2 * Self.names.count && Set(planned).count == planned.count)
        #expect(try await site.generate("--shard", "2/3", "--manifest", "m.json").exitCode == 0)
        #expect(try await site.generate("--shard", "2/3", "--check").exitCode == 0)
        #expect(try await site.generate("--shard", "1/3", "--check").exitCode == 1)
        let images = try #require(site.text("m.json")).components(separatedBy: "\"name\"").count - 1
        #expect(images == site.cacheFiles.count && images > 0)
    }

    /// Each image without a source also belongs to exactly one shard.
    @Test func canvasesAreShared() async throws {
        let canvases = (1...6).map {
            #""c:\#($0)": { "canvas": { "width": \#($0), "height": 4, "color": "red" }, "format": "PNG" }"#
        }
        let site = Site(Registries.registry(generators: canvases.joined(separator: ", ")))
        site.writePhotos("a.png")
        var made: [String?] = []
        for part in ["1/2", "2/2"] {
            let result = try await site.generate("--shard", part)
            #expect(result.exitCode == 0, "\(result.errors)")
            made += try result.images().map(\.name)
        }
        #expect(made.count == 6 && Set(made).count == 6 && site.cacheFiles.count == 6)
        #expect(try await site.generate("--check").exitCode == 0)
    }

    @Test func aRunOfTheWholeTreeWaitsForShards() async throws {
        let site = Self.site()
        #expect(try await site.generate().exitCode == 0)
        let lock = open(site.path("media/CACHE/images/.imagekit/lock"), O_RDWR | O_CLOEXEC)
        #expect(flock(lock, LOCK_SH) == 0)
        #expect(try await site.run("generateimages", "--no-wait").exitCode == 75)
        #expect(try await site.run("generateimages", "--no-wait", "--force", "--shard", "1/2").exitCode == 0)
        // The state still belongs to the shard, because another run holds the lock.
        #expect(Self.hidden(site).contains("state.1-of-2.sqlite3"))
        close(lock)
        let before = site.snapshot
        #expect(try await site.generate().summary()?.generated == 0)
        #expect(site.snapshot == before)
        #expect(try await site.generate("--force", "--only-source", "photos/p1.png").exitCode == 0)
        #expect(Self.hidden(site) == ["claims", "lock", "state.sqlite3", "tmp"])
    }

    @Test(arguments: ["0/3", "4/3", "1/0", "-1/3", "1", "a/b", "1/3/5", "+1/3", "1.5/3", ""])
    func noShard(_ text: String) async throws {
        let result = try await Self.site().generate("--shard=\(text)")
        #expect(result.exitCode == 64)
        #expect(result.errors.contains("--shard"))
    }

    @Test func theVariablesOfASchedulerSelectTheShard() async throws {
        let site = Self.site()
        let expected = try await site.generate("--shard", "3/8", "-n").images().map(\.name)
        let variables = ["JOB_COMPLETION_INDEX": "2", "IMAGEKIT_SHARD_TOTAL": "8"]
        #expect(
            try await site.generate("--shard", "auto", "-n", environment: variables).images().map(\.name) == expected
        )
        let none = try await site.generate("--shard", "auto")
        #expect(none.exitCode == 64 && none.errors.contains("no variables of a scheduler are set"))
    }
}

extension Sequence {
    fileprivate func asyncMap<T>(_ transform: (Element) async throws -> T) async rethrows -> [T] {
        var results: [T] = []
        for element in self { results.append(try await transform(element)) }
        return results
    }
}
