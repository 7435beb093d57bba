import Files
import Testing
import TestSupport

@testable import CacheState
@testable import Operations
@testable import Planning

/// If the names in a state were edited, no command accesses a file outside the cache folder.
@Suite struct EditedStateTests {
    private static let secret = "the secret of another folder"

    /// The names are relative to `MEDIA_ROOT`, the folder of the site.
    private static let names = [
        "secret", "photos/a.png", "CACHE/secret", "CACHE/images/../secret", "CACHE/images/photos/../../../secret",
        "CACHE/images//secret", "CACHE/images/./secret", "/secret", "../secret", "CACHE/images/.imagekit/lock", "",
    ]

    private func site() async throws -> Site {
        let site = Site()
        try await site.generate()
        for name in ["secret", "CACHE/secret"] { site.folder.write(name, Self.secret) }
        return site
    }

    private func edit(_ site: Site, _ sql: String) throws {
        let state = try StateStore.openForWriting(site.folder.path("CACHE/images/.imagekit/state.sqlite3"))
        defer { state.close() }
        try state.prepare { try $0.execute(sql: sql) }
    }

    private func expectSecrets(_ site: Site, _ source: [UInt8]) throws {
        for name in ["secret", "CACHE/secret"] {
            #expect(try readFile(site.folder.path(name)) == Array(Self.secret.utf8))
        }
        #expect(try readFile(site.folder.path("photos/a.png")) == source)
        #expect(site.exists("CACHE/images/.imagekit/lock"))
    }

    @Test(arguments: names) func clearDeletesNothingElse(_ name: String) async throws {
        let site = try await site()
        let source = try readFile(site.folder.path("photos/a.png"))
        try edit(site, "UPDATE cache_file SET name = '\(name)'")
        let cleared = try await Invalidation(.clear, of: Selection(patterns: ["**"]), registry: try site.registry())
            .run(RecordingReport())
        #expect(cleared.allSatisfy { $0.hasPrefix("CACHE/images/photos/") })
        try expectSecrets(site, source)
    }

    /// If a record with the same rendering has another name, a run renames the file of this record.
    @Test(arguments: names) func aRunRenamesNothingElse(_ name: String) async throws {
        let site = try await site()
        let source = try readFile(site.folder.path("photos/a.png"))
        let bytes = name == "photos/a.png" ? source.count : Self.secret.utf8.count
        for file in site.cacheFiles { try site.remove("CACHE/images/" + file) }
        try edit(site, "UPDATE cache_file SET name = '\(name)', naming = 5, bytes = \(bytes)")
        #expect(try await site.generate().generated == 1)
        try expectSecrets(site, source)
        let made = try #require(site.cacheFiles.first)
        #expect(try readFile(site.folder.path("CACHE/images/" + made)) == Array(FakeWorkers.image.utf8))
    }

    /// Makes a few of the edits that `make stress` makes. A seed always makes the same edits.
    @Test(arguments: 0..<40) func randomEditsReachNoOtherFile(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        let site = try await site()
        let source = try readFile(site.folder.path("photos/a.png"))
        let values = ["NULL", "-1", "0", "9223372036854775807", "-9223372036854775808", "'text'", "X'FF'", "0.5"]
        let columns = [
            "naming", "state", "digest", "bytes", "width", "format", "output", "checked", "renderer", "tries", "spent",
        ]
        for _ in 0..<3 {
            let name = Self.names.randomElement(using: &random) ?? ""
            let column = columns.randomElement(using: &random) ?? ""
            let value = values.randomElement(using: &random) ?? ""
            try edit(site, "UPDATE OR REPLACE cache_file SET name = '\(name)', \(column) = \(value)")
            try edit(site, "INSERT OR REPLACE INTO on_demand VALUES ('\(name)', '\(name)', 'small', \(value))")
            switch Int.random(in: 0..<4, using: &random) {
            case 0: try await site.generate { $0.verify = true }
            case 1: try await site.generate { $0.remakesOutdated = true }
            case 2:
                var prune = Prune(try site.registry())
                prune.skipsSafetyChecks = true
                _ = try await prune.run(RecordingReport())
            default:
                _ = try await Invalidation(.clear, of: Selection(patterns: ["**"]), registry: try site.registry())
                    .run(RecordingReport())
            }
            try expectSecrets(site, source)
        }
    }
}
