import Foundation
import GRDB
import TestSupport
import Testing

@testable import Registry
@testable import SourceGroups

/// Tests of the limits for lists and queries.
@Suite struct SourceLimitTests {
    private let folder = TemporaryFolder()

    @Test func aQueryEndsWhenItsTimeIsOver() throws {
        let path = folder.path("site.sqlite3")
        try DatabaseQueue(path: path).close()
        var table = SourceTableBuilder(columns: [])
        let endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) AS source FROM n"
        let error = #expect(throws: QueryError.self) {
            try querySQLite(path, endless, into: &table, limit: .milliseconds(1))
        }
        #expect(error?.reason.hasPrefix("the query takes longer than") == true)
        try querySQLite(path, "SELECT 'a.png' AS source", into: &table)
        #expect(table.table().names == ["a.png"])
    }

    @Test(arguments: ["/dev/zero", "/dev/null"]) func aListIsARegularFile(_ path: String) {
        var table = SourceTableBuilder(columns: [])
        #expect(throws: (any Error).self) { try readList(path, into: &table) }
    }

    @Test(arguments: [("names.txt", "a.png\nb.png\n"), ("names.jsonl", #"{"source": "a.png"}"#)])
    func aListCanStartWithAByteOrderMark(_ name: String, _ text: String) throws {
        folder.write(name, "\u{FEFF}" + text)
        var table = SourceTableBuilder(columns: [])
        try readList(folder.path(name), into: &table)
        #expect(table.table().names.first == "a.png")
    }

    /// A second thread waits for the group that the first thread loads.
    @Test func threadsLoadAGroupOnce() throws {
        folder.write(
            "specs.json",
            #"""
            {
                "settings": { "allow_exec": true },
                "source_groups": { "all": { "command": ["sh", "-c", "echo >> runs; sleep 0.2; echo a.png"] } },
                "generators": { "a": { "source": "all", "format": "PNG" } }
            }
            """#
        )
        let registry = try Registry.load(path: folder.path("specs.json"), environment: [:], ask: NoWorker.ask)
        let catalog = try SourceCatalog(of: registry, streaming: [])
        DispatchQueue.concurrentPerform(iterations: 4) { _ in _ = try? catalog.loadAll() }
        #expect(catalog.group("all", contains: "a.png"))
        #expect(try Data(contentsOf: URL(filePath: folder.path("runs"))).count == 1)
    }

    @Test func aListHasALimitedSize() throws {
        folder.write("names.txt", "")
        let path = folder.path("names.txt")
        #expect(truncate(path, (1 << 28) + 1) == 0)
        var table = SourceTableBuilder(columns: [])
        let error = #expect(throws: SourceListError.self) { try readList(path, into: &table) }
        #expect(error?.message.hasPrefix("\(path): it has 268435457 bytes") == true)
    }

    /// A file that is not a list is refused. Otherwise, each of its lines would be printed as the name of a missing
    /// source.
    @Test func aFileThatIsNoListIsNotPrinted() throws {
        let lines = (0..<20).map { "user\($0):$y$secret:20000:0:99999:7:::" }
        folder.write("shadow", lines.joined(separator: "\n"))
        folder.write(
            "specs.json",
            #"{ "source_groups": { "all": { "list": "shadow" } }, "generators": { "a": { "source": "all", "format": "PNG" } } }"#
        )
        func load() throws -> SourceCatalog {
            let registry = try Registry.load(path: folder.path("specs.json"), environment: [:], ask: NoWorker.ask)
            return try SourceCatalog(of: registry, streaming: Array(registry.sourceGroups.values))
        }
        let error = #expect(throws: UnreadableSourceGroupError.self) { try load() }
        #expect(error?.description.contains("none of its 20 entries") == true)
        #expect(error?.description.contains("secret") == false)
        folder.write("user3:$y$secret:20000:0:99999:7:::", "")
        _ = try load()
    }
}
