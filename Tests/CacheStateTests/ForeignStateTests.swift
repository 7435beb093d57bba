import Foundation
import Testing
import TestSupport

@testable import CacheState
@testable import Files
@testable import Registry

/// Tests of state files that another program or user created or changed.
@Suite struct ForeignStateTests {
    let folder = TemporaryFolder()

    var path: String { folder.path("state.sqlite3") }

    /// Another program added an object to the schema. Triggers and views run SQL during a run, so imagekit replaces
    /// such a state.
    @Test(arguments: [
        "CREATE VIEW extra AS SELECT 1", "CREATE TABLE extra (a)", "CREATE INDEX extra ON cache_file (bytes)",
        "CREATE TRIGGER extra AFTER INSERT ON source BEGIN DELETE FROM cache_file; END",
        "CREATE TRIGGER cache_file_written AFTER INSERT ON source BEGIN DELETE FROM cache_file; END",
    ])
    func aForeignSchemaIsReplaced(_ sql: String) throws {
        let store = try StateStore.openForWriting(path)
        try store.write([.source("s", SourceRecord.ofCanvas)])
        try store.prepare { try $0.execute(sql: sql) }
        store.close()
        #expect(try StateStore.openForReading(path) == nil)
        let other = try StateStore.openForWriting(path)
        defer { other.close() }
        #expect(try other.read(StatePart()) { try $0.source("s") }.source == nil)
    }

    @Test(arguments: ["source ADD COLUMN extra INTEGER", "cache_file ADD COLUMN extra AS (bytes * 2)"])
    func otherColumnsAreReplaced(_ sql: String) throws {
        let store = try StateStore.openForWriting(path)
        try store.write([.source("s", SourceRecord.ofCanvas)])
        try store.prepare { try $0.execute(sql: "ALTER TABLE " + sql) }
        store.close()
        let other = try StateStore.openForWriting(path)
        defer { other.close() }
        #expect(try other.read(StatePart()) { try $0.source("s") }.source == nil)
    }

    /// SQLite can store values of any type in a column, whatever the type of the column is.
    @Test(arguments: ["NULL", "X'FFFE'", "0.5", "9223372036854775807", "-9223372036854775808", "'text'"])
    func valuesOfAnyTypeAreRead(_ value: String) throws {
        let store = try StateStore.openForWriting(path)
        let made = CacheRecord(name: "a", naming: 7, digest: .repeating(1), state: .made(bytes: 1, image: nil))
        try store.write([.source("s", SourceRecord.ofCanvas), .cacheFile(source: "s", made)])
        try store.prepare { db in
            for column in [
                "naming", "state", "digest", "bytes", "width", "height", "format", "failure", "message", "output",
                "checked", "rendering", "renderer", "tries", "spent",
            ] {
                try db.execute(sql: "UPDATE cache_file SET \(column) = \(value)")
            }
            try db.execute(sql: "INSERT INTO on_demand VALUES ('b', \(value), \(value), \(value))")
            try db.execute(sql: "INSERT INTO renderer VALUES (7, \(value), \(value), \(value), \(value), \(value))")
        }
        defer { store.close() }
        #expect(try store.read(StatePart()) { try $0.records(of: "s") }.files.count <= 1)
        #expect(try store.onDemand().count <= 1)
        #expect(try store.renderers().count == 1)
        #expect(try store.cacheFileNames().count == 1)
    }

    // MARK: - Owners

    private static let owners: [(user: UInt32, owner: UInt32, allowed: Bool)] = [
        (0, 0, true), (0, 1000, false), (1000, 0, true), (1000, 1000, true), (1000, 1001, true), (0, 1001, true),
    ]

    @Test(arguments: owners)
    func rootRefusesTheStateOfAnother(user: UInt32, owner: UInt32, allowed: Bool) {
        var trust = StateTrust()
        trust.invokingUser = 1001
        #expect(trust.allows(user, stateOf: "/cache", ownedBy: owner) == allowed)
    }

    @Test(arguments: [("/cache", true), ("*", true), ("/other", false), ("/a:/cache:/b", true), ("", false)])
    func aFolderCanBeTrusted(_ value: String, _ allowed: Bool) {
        let trust = StateTrust(environment: ["IMAGEKIT_SAFE_FOLDERS": value])
        #expect(trust.allows(0, stateOf: "/cache", ownedBy: 1000) == allowed)
    }

    @Test(.enabled(if: geteuid() == 0)) func theOwnerIsCheckedWhenTheStateIsOpened() throws {
        var settings = Settings(mediaRoot: folder.path("."))
        let tree = CacheTree(settings: settings)
        try makeFolder(tree.privatePath)
        try SQLiteBackend().openForWriting(tree).close()
        #expect(chown(tree.statePath, 1000, 1000) == 0)
        #expect(throws: ForeignStateError.self) { try SQLiteBackend().openForReading(tree) }
        #expect(throws: ForeignStateError.self) { try SQLiteBackend().openForWriting(tree) }
        settings.stateTrust.folders = [tree.path]
        try SQLiteBackend().openForWriting(CacheTree(settings: settings)).close()
    }
}
