import Foundation
import ImageHeaders
import ImageSpecs
import Testing
import TestSupport
import WorkerProtocol

@testable import CacheState
@testable import Files

/// States of all versions up to the current one are read and migrated. States of newer versions are refused.
@Suite struct StateVersionTests {
    let folder = TemporaryFolder()

    var path: String { folder.path("state.sqlite3") }

    /// The tables as one version of imagekit created them, with records in all columns of that version.
    struct Fixture: CustomTestStringConvertible, Sendable {
        let version: Int
        let sql: String
        var testDescription: String { "version \(version)" }

        private static let digest = "X'" + String(repeating: "01", count: 16) + "'"
        private static let output = "X'" + String(repeating: "09", count: 16) + "'"

        private static let triggers = """
            CREATE TRIGGER cache_file_written AFTER INSERT ON cache_file BEGIN
                UPDATE source SET images = NULL WHERE name = NEW.source AND images IS NOT NULL;
            END;
            CREATE TRIGGER cache_file_forgotten AFTER DELETE ON cache_file BEGIN
                UPDATE source SET images = NULL WHERE name = OLD.source AND images IS NOT NULL;
            END;
            """

        init(version: Int) {
            self.version = version
            let naming = version < 2 ? "" : "naming INTEGER,"
            let proof = version < 3 ? "" : "output BLOB, checked INTEGER, rendering INTEGER,"
            let images = version < 4 ? "" : ", images INTEGER"
            let renderer = version < 5 ? "" : "renderer INTEGER,"
            let making = version < 7 ? "" : "made INTEGER, reason TEXT,"
            let header = version < 9 ? "" : ", width INTEGER, height INTEGER, orientation INTEGER"
            let efforts = version < 8 ? "" : "tries INTEGER, spent INTEGER,"
            // The values are in the order of the columns.
            func row(_ name: String, _ own: String, _ rendering: String) -> String {
                let proved = name == "a" ? "\(Self.output), 1000, \(rendering)" : "NULL, NULL, \(rendering)"
                return "INSERT INTO cache_file VALUES ('s', '\(name)', " + (version < 2 ? "" : "7, ") + own
                    + (version < 3 ? "" : ", \(proved)") + (version < 5 ? "" : ", 42")
                    + (version < 7 ? "" : ", 2000, 'missing'") + (version < 8 ? "" : ", 3, 44") + ");"
            }
            sql = """
                CREATE TABLE source (
                    name TEXT PRIMARY KEY, size INTEGER, modified INTEGER, changed INTEGER, inode INTEGER, digest BLOB
                    \(images)\(header)
                ) WITHOUT ROWID;
                CREATE TABLE cache_file (
                    source TEXT, name TEXT, \(naming) state INTEGER, digest BLOB, bytes INTEGER, width INTEGER,
                    height INTEGER, format TEXT, failure TEXT, message TEXT, \(proof) \(renderer) \(making) \(efforts)
                    PRIMARY KEY (source, name)
                ) WITHOUT ROWID;
                CREATE TABLE on_demand (
                    name TEXT PRIMARY KEY, source TEXT, generator TEXT, arguments TEXT
                ) WITHOUT ROWID;
                INSERT INTO source VALUES (
                    's', 1, 2, 3, 4, \(Self.digest)\(version < 4 ? "" : ", 5")\(version < 9 ? "" : ", 30, 20, 6")
                );
                \(row("a", "1, \(Self.digest), 99, 10, 8, 'WEBP', NULL, NULL", "6"))
                \(row("f", "3, \(Self.digest), NULL, NULL, NULL, NULL, 'timeout', 'slow'", "8"))
                \(row("p", "2, NULL, NULL, NULL, NULL, NULL, NULL, NULL", "NULL"))
                INSERT INTO on_demand VALUES ('t', 's', 'thumbnail', 'a\nb');
                \(version == 4 ? Self.triggers : "")
                PRAGMA user_version = \(version);
                """
        }
    }

    /// Writes a state of another version.
    private func write(_ sql: String) throws {
        let store = try StateStore.openForWriting(path)
        try store.prepare { db in
            for table in ["source", "cache_file", "on_demand", "renderer", "mentioned", "failure"] {
                try db.execute(sql: "DROP TABLE IF EXISTS \(table)")
            }
            try db.execute(sql: sql)
        }
        store.close()
    }

    private func expectContent(of state: some ReadableState, _ version: Int) throws {
        let found = try state.read(StatePart()) { try $0.records(of: "s") }
        let stamp = FileStamp(size: 1, modified: 2, changed: 3, inode: 4)
        let header = version < 9 ? nil : SourceHeader(storedSize: (30, 20), orientation: 6)
        #expect(found.source == SourceRecord(stamp: stamp, digest: .repeating(1), header: header))
        #expect(found.files.map(\.name) == ["a", "f", "p"])
        let made = try #require(found.files.first)
        guard case .made(99, let image) = made.state, case .failed(let failure, let limits) = found.files[1].state
        else {
            Issue.record("\(found.files)")
            return
        }
        #expect(image?.image.width == 10 && image?.image.height == 8 && image?.image.format == .webp)
        #expect(image?.making == (version < 7 ? nil : ImageDescription.Making(time: 2000, reason: "missing")))
        #expect(failure == Outcome.Failure(code: .timeout, message: "slow"))
        #expect(limits == (version < 3 ? nil : 8))
        #expect(made.output == (version < 3 ? nil : .repeating(9)))
        #expect(made.checked == (version < 3 ? nil : 1000))
        #expect(made.naming == (version < 2 ? 0 : 7))
        #expect(made.renderer == (version < 5 ? nil : 42))
        #expect(found.files.map(\.tries) == Array(repeating: version < 8 ? nil : 3, count: 3))
        #expect(found.files.map(\.spent) == Array(repeating: version < 8 ? nil : 44, count: 3))
        #expect(try state.onDemand().values.map(\.arguments) == [["a", "b"]])
        #expect(try state.cacheFileNames() == Set(["a", "f", "p"].map(ByteName.init)))
    }

    @Test(arguments: (1...9).map(Fixture.init)) func readsEveryVersion(_ fixture: Fixture) throws {
        try write(fixture.sql)
        let bytes = FileManager.default.contents(atPath: path)
        let reader = try #require(try StateStore.openForReading(path))
        try expectContent(of: reader, fixture.version)
        reader.close()
        #expect(FileManager.default.contents(atPath: path) == bytes)
    }

    @Test(arguments: (1...9).map(Fixture.init)) func migratesEveryVersion(_ fixture: Fixture) throws {
        try write(fixture.sql)
        let store = try StateStore.openForWriting(path)
        try expectContent(of: store, fixture.version)
        #expect(try store.renderers() == (fixture.version < 5 ? [.unrecorded] : []))
        // A new record has every column.
        var record = CacheRecord(name: "n", naming: 7, digest: .repeating(1), state: .made(bytes: 1, image: nil))
        (record.output, record.checked, record.rendering, record.renderer) = (.repeating(2), 3, 4, 5)
        (record.tries, record.spent) = (6, 8)
        try store.write([.cacheFile(source: "s", record)])
        let files = try store.read(StatePart()) { try $0.records(of: "s") }.files
        #expect(files.first { $0.name == "n" }.map { "\($0)" } == "\(record)")
        let header = SourceHeader(storedSize: (4, 5), orientation: 8)
        let source = SourceRecord(
            stamp: FileStamp(size: 6, modified: 7, changed: 8, inode: 9),
            digest: .repeating(2),
            header: header
        )
        try store.write([.source("s", source)])
        #expect(try store.read(StatePart()) { try $0.source("s").source } == source)
        try store.write([.images(source: "s", stamp: -6)])
        #expect(try store.read(StatePart()) { try $0.source("s") }.images == -6)
        store.close()
        #expect(StateHeader.read(StateHeader.version, of: path) == 9)
    }

    // MARK: - Newer versions

    private func writeNewerState(sealed: Bool) throws -> Data? {
        let store = try StateStore.openForWriting(path)
        try store.write([.source("s", SourceRecord.ofCanvas)])
        try store.prepare { try $0.execute(sql: "PRAGMA user_version = 99") }
        store.close()
        var bytes = FileManager.default.contents(atPath: path)
        if !sealed {
            bytes?.replaceSubrange(StateHeader.seal, with: [0, 0, 0, 0])
            try bytes?.write(to: URL(filePath: path))
        }
        return bytes
    }

    @Test(arguments: [true, false]) func aNewerVersionIsRefusedAndKept(sealed: Bool) throws {
        let bytes = try writeNewerState(sealed: sealed)
        #expect(throws: NewerStateError.self) { try StateStore.openForReading(path) }
        #expect(throws: NewerStateError.self) { try StateStore.openForWriting(path) }
        #expect(FileManager.default.contents(atPath: path) == bytes)
    }

    @Test func theMessageNamesTheFileAndBothVersions() {
        let text = "\(NewerStateError(path: "/site/state.sqlite3", version: 99))"
        for part in ["/site/state.sqlite3", "version 99", "up to 9", "delete the file"] { #expect(text.contains(part)) }
    }

    /// The seal distinguishes a newer version from a damaged header.
    @Test func aDamagedVersionDoesNotCountAsNewer() throws {
        var bytes = try #require(try writeNewerState(sealed: true))
        bytes[StateHeader.version.lowerBound] ^= 1
        try bytes.write(to: URL(filePath: path))
        #expect(try StateStore.openForReading(path) == nil)
        try StateStore.openForWriting(path).close()
        #expect(StateHeader.read(StateHeader.version, of: path) == 9)
    }
}
