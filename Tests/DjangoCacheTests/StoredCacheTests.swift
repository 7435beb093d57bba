import Foundation
import GRDB
import TestSupport
import Testing

@testable import DjangoCache
@testable import Registry

/// Tests of caches in a database and in a folder.
@Suite struct StoredCacheTests {
    private let folder = TemporaryFolder()

    private func cache(
        _ server: DjangoCacheSetting.Server,
        _ change: (inout DjangoCacheSetting) -> Void = { _ in }
    ) -> DjangoCache {
        var setting = DjangoCacheSetting()
        setting.server = server
        change(&setting)
        return DjangoCache(setting, Settings(mediaRoot: "/site/media"))
    }

    /// Creates the table as `manage.py createcachetable` does.
    private func database() throws -> DatabaseQueue {
        let database = try DatabaseQueue(path: folder.path("db.sqlite3"))
        try database.write {
            try $0.execute(
                sql: """
                    CREATE TABLE "my""cache" ("cache_key" varchar(255) NOT NULL PRIMARY KEY, "value" text NOT NULL, \
                    "expires" datetime NOT NULL);
                    INSERT INTO "my""cache" VALUES (':1:imagekit:a.jpg-state', 'old', '2020-01-01 00:00:00');
                    INSERT INTO "my""cache" VALUES (':1:other', 'kept', '2020-01-01 00:00:00');
                    """
            )
        }
        return database
    }

    private func rows(_ database: DatabaseQueue) throws -> [String] {
        try database.read {
            try String.fetchAll(
                $0,
                sql: #"SELECT cache_key || ' ' || value || ' ' || expires FROM "my""cache" ORDER BY 1"#
            )
        }
    }

    @Test func aDatabaseKeepsStates() throws {
        let database = try database()
        let cache = cache(.sqlite(folder.path("db.sqlite3"))) { $0.table = "my\"cache" }
        try cache.setExisting(["a.jpg", "it's.jpg"])
        #expect(
            try rows(database) == [
                ":1:imagekit:a.jpg-state VmV4aXN0cwpwMAou 9999-12-31 23:59:59",
                ":1:imagekit:it's.jpg-state VmV4aXN0cwpwMAou 9999-12-31 23:59:59", ":1:other kept 2020-01-01 00:00:00",
            ]
        )
        try cache.forget(["a.jpg", "it's.jpg"])
        #expect(try rows(database) == [":1:other kept 2020-01-01 00:00:00"])
        try cache.write(mark: "1")
        #expect(try cache.contains(mark: "1"))
    }

    /// An apostrophe and a combining mark are one character in Swift.
    @Test func anApostropheBeforeACombiningMarkIsQuoted() throws {
        let database = try database()
        let cache = cache(.sqlite(folder.path("db.sqlite3"))) { $0.table = "my\"cache" }
        try cache.setExisting(["a'\u{301}.jpg"])
        #expect(try rows(database).contains { $0.hasPrefix(":1:imagekit:a'\u{301}.jpg-state ") })
        try cache.forget(["a'\u{301}.jpg"])
        #expect(try rows(database).count == 2)
    }

    /// PostgreSQL refuses to set a key twice with one command. In this table, a second `b.jpg` would have no room.
    @Test func aNameThatOccursTwiceIsSetOnce() throws {
        let database = try database()
        let cache = cache(.sqlite(folder.path("db.sqlite3"))) {
            $0.table = "my\"cache"
            $0.maxEntries = 5
        }
        try cache.setExisting(["b.jpg", "b.jpg"])
        #expect(try rows(database).count == 3)
    }

    /// The mark expires like the keys of images. If it stayed, the keys would never be written again.
    @Test func anExpiredMarkIsMissing() throws {
        let database = try database()
        folder.makeFolder("cache")
        for server in [DjangoCacheSetting.Server.sqlite(folder.path("db.sqlite3")), .folder(folder.path("cache"))] {
            let cache = cache(server) {
                $0.table = "my\"cache"
                $0.timeout = 100
            }
            try cache.write(mark: "1")
            #expect(try cache.contains(mark: "1"))
            try database.write { try $0.execute(sql: #"UPDATE "my""cache" SET "expires" = '2020-01-01 00:00:00'"#) }
            for name in try FileManager.default.contentsOfDirectory(atPath: folder.path("cache")) {
                try Data(StateValue.file(expiry: 1)).write(to: URL(filePath: folder.path("cache/" + name)))
            }
            #expect(try !cache.contains(mark: "1"))
            try cache.write(mark: "1")
            #expect(try cache.contains(mark: "1"))
        }
    }

    /// With more than `MAX_ENTRIES` entries, Django would delete a third of all entries, including those of other
    /// applications.
    @Test func aFullDatabaseGetsNoNewEntries() throws {
        let database = try database()
        let cache = cache(.sqlite(folder.path("db.sqlite3"))) {
            $0.table = "my\"cache"
            $0.maxEntries = 5
            $0.timeout = 100
        }
        #expect(throws: DjangoCacheError.full(folder.path("db.sqlite3"), maxEntries: 5, left: 2)) {
            try cache.setExisting(["a.jpg", "b.jpg", "c.jpg", "d.jpg"])
        }
        let rows = try rows(database)
        #expect(rows.count == 3)
        #expect(rows.allSatisfy { !$0.contains("9999") && !$0.contains("old") })
        try cache.write(mark: "1")
        #expect(try cache.contains(mark: "1"))
        // The mark leaves room for an entry of the site.
        #expect(throws: DjangoCacheError.self) { try cache.write(mark: "2") }
        #expect(try self.rows(database).count == 4)
    }

    /// The rows are counted only once, because counting takes long in a large table.
    @Test func rowsAreCountedOnce() throws {
        let database = try database()
        let cache = cache(.sqlite(folder.path("db.sqlite3"))) {
            $0.table = "my\"cache"
            $0.maxEntries = 6
        }
        try cache.setExisting(["b.jpg"])
        try database.write { try $0.execute(sql: #"DELETE FROM "my""cache""#) }
        #expect(throws: DjangoCacheError.full(folder.path("db.sqlite3"), maxEntries: 6, left: 2)) {
            try cache.setExisting(["c.jpg", "d.jpg", "e.jpg"])
        }
    }

    @Test func deletedRowsMakeRoom() throws {
        _ = try database()
        let cache = cache(.sqlite(folder.path("db.sqlite3"))) {
            $0.table = "my\"cache"
            $0.maxEntries = 5
        }
        try cache.setExisting(["a.jpg", "b.jpg"])
        try cache.forget(["a.jpg", "b.jpg"])
        try cache.setExisting(["c.jpg", "d.jpg"])
    }

    @Test func aLockedDatabaseIsUnusable() throws {
        let database = try database()
        let cache = cache(.sqlite(folder.path("db.sqlite3"))) { $0.table = "my\"cache" }
        try database.inDatabase { database in
            try database.execute(sql: "BEGIN EXCLUSIVE")
            #expect(throws: DjangoCacheError.unusable(folder.path("db.sqlite3"), reason: "database is locked")) {
                try cache.setExisting(["a.jpg"])
            }
            try database.execute(sql: "ROLLBACK")
        }
        try cache.setExisting(["a.jpg"])
    }

    @Test func aMissingDatabaseIsNotCreated() throws {
        let cache = cache(.sqlite(folder.path("none.sqlite3")))
        #expect(throws: DjangoCacheError.self) { try cache.setExisting(["a.jpg"]) }
        #expect(!FileManager.default.fileExists(atPath: folder.path("none.sqlite3")))
    }

    @Test func aFolderKeepsStates() throws {
        folder.makeFolder("cache")
        let cache = cache(.folder(folder.path("cache"))) { $0.maxEntries = 3 }
        try cache.setExisting(["a.jpg"])
        // The MD5 of `:1:imagekit:a.jpg-state`.
        let path = folder.path("cache/69ad41a894e6a42cbba9994b52d386bd.djcache")
        let content = FileManager.default.contents(atPath: path)
        #expect(content.map { Array($0) } == StateValue.file(expiry: nil))
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        #expect(throws: DjangoCacheError.full(folder.path("cache"), maxEntries: 3, left: 2)) {
            try cache.setExisting(["a.jpg", "b.jpg", "c.jpg"])
        }
        try cache.write(mark: "1")
        #expect(try cache.contains(mark: "1"))
        // Django deletes entries of a folder that has three entries.
        #expect(throws: DjangoCacheError.self) { try cache.write(mark: "2") }
        try cache.forget(["a.jpg", "b.jpg"])
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("cache")).count == 1)
    }

    /// The site must not find the key of a deleted image. So a key that cannot be deleted is an error.
    @Test func aFailedDeletionIsAnError() throws {
        folder.makeFolder("cache/69ad41a894e6a42cbba9994b52d386bd.djcache")
        let cache = cache(.folder(folder.path("cache")))
        #expect(throws: DjangoCacheError.unusable(folder.path("cache"), reason: "Is a directory")) {
            try cache.forget(["a.jpg"])
        }
    }

    @Test func aMissingFolderIsNotCreated() throws {
        let cache = cache(.folder(folder.path("cache")))
        #expect(throws: DjangoCacheError.unusable(folder.path("cache"), reason: "No such file or directory")) {
            try cache.setExisting(["a.jpg"])
        }
    }
}
