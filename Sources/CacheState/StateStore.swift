import Files
import Foundation
import GRDB
import GRDBSQLite
import ImageSpecs
import WorkerProtocol

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What is known of every source and cache file, in `.imagekit/state.sqlite3`, or in a shard's own file beside it.
///
/// The tree is the truth and this a memory of it. Its invariants:
/// - a record says `made` only after the file was renamed into place, and the file and its name are on the disk: this also
///   holds after a crash of the machine;
/// - before a file is made, its record says `pending`, so that no kill leaves a picture of an older source that
///   passes for fresh;
/// - losing the database loses no picture: files that are there are taken as they are;
/// - a database that cannot be read, or is not what was written (`StateSeal`), is thrown away.
///
/// While a run writes, the database is in WAL mode; at rest it is a single file, so that a reader writes nothing. What
/// several machines may open at a time keeps to the rollback journal: WAL's shared memory ends at a machine's border.
final class StateStore: WritableState {
    private let database: DatabaseQueue

    /// Moves with the schema, and with the way cache files are named: a record's name is trusted where its naming is.
    static let version = 4
    private let version: Int
    /// Whether it was opened to be written, and gets its seal when it is closed.
    private let isSealedAtClose: Bool

    /// Opens the state to be read; nil where there is none or none that can be used.
    static func openForReading(_ path: String) -> StateStore? {
        guard access(path, F_OK) == 0 else { return nil }
        playBack(path)
        // With a log, somebody else is writing.
        if !hasLog(path), StateSeal.isBroken(path) { return nil }
        guard let store = try? StateStore(path: path, readonly: true) else { return nil }
        return store.version == Self.version || migrations[store.version] != nil ? store : nil
    }

    /// Opens the state to be written, made new where there is none that can be used.
    static func openForWriting(_ path: String, _ journal: Journal = .writeAhead) throws -> StateStore {
        playBack(path)
        if StateSeal.isBroken(path) { discard(path) }
        func opened() throws -> StateStore {
            do {
                return try StateStore(path: path, readonly: false).prepared(journal)
            } catch let error as DatabaseError where !error.tellsOfDamage {
                throw UnusableState(path: path, error, systemError: errno)
            }
        }
        do {
            return try opened()
        } catch is DatabaseError {
            // Damaged, or of another version: made anew.
            discard(path)
            return try opened()
        }
    }

    /// What a killed run left in its log comes first; that takes a writer.
    private static func playBack(_ path: String) {
        // Where a run is at work it is not for others to play back, nor to wait for.
        guard hasLog(path), let store = try? StateStore(path: path, readonly: false, waits: false) else { return }
        store.close()
    }

    private static func hasLog(_ path: String) -> Bool {
        ["-wal", "-journal"].contains { access(path + $0, F_OK) == 0 }
    }

    /// How SQLite makes its writing whole.
    enum Journal: String {
        case writeAhead = "WAL"
        case rollback = "DELETE"
    }

    /// Throws the state away, with whatever belongs to it.
    static func discard(_ path: String) {
        for suffix in ["", "-wal", "-shm", "-journal"] { unlink(path + suffix) }
    }

    private convenience init(path: String, readonly: Bool, waits: Bool = true) throws {
        var configuration = Configuration()
        configuration.readonly = readonly
        configuration.busyMode = waits ? .timeout(10) : .immediateError
        try self.init(DatabaseQueue(path: path, configuration: configuration))
    }

    private init(_ database: DatabaseQueue, isSealedAtClose: Bool = false) throws {
        self.database = database
        self.isSealedAtClose = isSealedAtClose
        version = try database.unsafeRead { try Int.fetchOne($0, sql: "PRAGMA user_version") } ?? 0
    }

    /// With the present schema.
    private func prepared(_ journal: Journal) throws -> StateStore {
        try prepare { db in
            // Before anything else, and before there is a log: the file itself has to say that it is being written.
            try db.execute(sql: "PRAGMA application_id = \(StateSeal.none)")
            guard try takeOver(db) || !db.tableExists("source") else { throw DatabaseError(resultCode: .SQLITE_SCHEMA) }
            try db.execute(sql: "PRAGMA journal_mode = \(journal.rawValue); PRAGMA synchronous = NORMAL")
            try db.execute(sql: Self.schema + "; " + Self.onDemandSchema + "; PRAGMA user_version = \(Self.version)")
        }
        return try StateStore(database, isSealedAtClose: true)
    }

    /// Makes a state of an older version one of this.
    /// - Returns: whether it is of this version now.
    private func takeOver(_ db: Database) throws -> Bool {
        if version == Self.version { return true }
        guard Self.migrations[version] != nil else { return false }
        try db.inTransaction {
            for version in version..<Self.version { try db.execute(sql: Self.migrations[version] ?? "") }
            try db.execute(sql: "PRAGMA user_version = \(Self.version)")
            return .commit
        }
        return true
    }

    /// What makes a state of a version one of the next.
    private static let migrations = [
        2: """
        ALTER TABLE cache_file ADD COLUMN output BLOB;
        ALTER TABLE cache_file ADD COLUMN checked INTEGER;
        ALTER TABLE cache_file ADD COLUMN rendering INTEGER
        """,
        3: "ALTER TABLE source ADD COLUMN images INTEGER",
    ]

    /// Names compare by their bytes (SQLite's BINARY), the order in which sources are visited. Of what failed, `rendering` is
    /// the identity of the limits. A source's `images` is the stamp that its images had (`ImagesStamps`) since the records of
    /// them were last changed.
    private static let schema = """
        CREATE TABLE IF NOT EXISTS source (
            name TEXT PRIMARY KEY, size INTEGER, modified INTEGER, changed INTEGER, inode INTEGER, digest BLOB,
            images INTEGER
        ) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS cache_file (
            source TEXT, name TEXT, naming INTEGER, state INTEGER, digest BLOB,
            bytes INTEGER, width INTEGER, height INTEGER, format TEXT, failure TEXT, message TEXT,
            output BLOB, checked INTEGER, rendering INTEGER,
            PRIMARY KEY (source, name)
        ) WITHOUT ROWID;
        CREATE TRIGGER IF NOT EXISTS cache_file_written AFTER INSERT ON cache_file BEGIN
            UPDATE source SET images = NULL WHERE name = NEW.source AND images IS NOT NULL;
        END;
        CREATE TRIGGER IF NOT EXISTS cache_file_forgotten AFTER DELETE ON cache_file BEGIN
            UPDATE source SET images = NULL WHERE name = OLD.source AND images IS NOT NULL;
        END
        """

    /// Leaves a single file behind, with a seal where it was written.
    func close() {
        try? database.writeWithoutTransaction { db in
            let mode = try String.fetchOne(db, sql: "PRAGMA journal_mode = DELETE")
            // Where somebody reads it at this moment, its log stays, and is not under the seal.
            guard isSealedAtClose, mode == "delete", let seal = StateSeal.computed(database.path) else { return }
            try db.execute(sql: "PRAGMA application_id = \(seal)")
        }
        try? database.close()
    }

    // MARK: - Reading

    func read<T>(_ part: StatePart, _ body: (any StateReading) throws -> T) throws -> T {
        // In one transaction: whatever is read is of one moment.
        try database.read { try body(StateReader($0, version: version, part)) }
    }

    func cacheFileNames() throws -> Set<ByteName> {
        try query { try Set(String.fetchCursor($0, sql: "SELECT name FROM cache_file").map(ByteName.init)) }
    }

    /// For queries that concern no single source.
    func query<T>(_ body: (Database) throws -> T) throws -> T { try database.unsafeRead(body) }

    /// One transaction.
    func change(_ body: (Database) throws -> Void) throws { try explaining { try database.write(body) } }

    /// For what no transaction can do.
    func prepare(_ body: (Database) throws -> Void) throws {
        try explaining { try database.writeWithoutTransaction(body) }
    }

    /// Names the file and the system's reason where it is these that fail.
    private func explaining<T>(_ body: () throws -> T) throws -> T {
        do {
            return try body()
        } catch let error as DatabaseError where !error.tellsOfDamage {
            let systemError = database.unsafeRead { sqlite3_system_errno($0.sqliteConnection) }
            throw UnusableState(path: database.path, error, systemError: systemError)
        }
    }

    // MARK: - Writing

    func write(_ changes: [StateChange]) throws {
        guard !changes.isEmpty else { return }
        if changes.contains(where: \.saysMade) { try syncFileSystem(of: folder(ofFile: database.path)) }
        try change { db in
            let source = try db.cachedStatement(
                sql: "INSERT OR REPLACE INTO source VALUES (?, ?, ?, ?, ?, ?, NULL)"
            )
            let file = try db.cachedStatement(
                sql: "INSERT OR REPLACE INTO cache_file VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            )
            let images = try db.cachedStatement(sql: "UPDATE source SET images = ? WHERE name = ?")
            for change in changes {
                switch change {
                case .source(let name, let record): try source.execute(arguments: record.arguments(name))
                case .cacheFile(let name, let record): try file.execute(arguments: record.arguments(source: name))
                case .images(let name, let stamp): try images.execute(arguments: [stamp, name])
                }
            }
        }
    }

    func forget(_ names: [String]) throws {
        try change { db in
            try db.execute(sql: "CREATE TEMP TABLE gone (name TEXT PRIMARY KEY) WITHOUT ROWID")
            let statement = try db.makeStatement(sql: "INSERT OR IGNORE INTO temp.gone VALUES (?)")
            for name in names { try statement.execute(arguments: [name]) }
            for table in ["cache_file", "on_demand"] {
                try db.execute(sql: "DELETE FROM \(table) WHERE name IN (SELECT name FROM temp.gone)")
            }
            try db.execute(
                sql: "DROP TABLE temp.gone; DELETE FROM source WHERE name NOT IN (SELECT source FROM cache_file)"
            )
        }
    }
}

/// A state that cannot be opened or written, for a reason that lies outside of it.
package struct UnusableState: Error, CustomStringConvertible {
    let path: String
    let reason: String

    /// - Parameter systemError: the `errno` of the last call that SQLite made; 0 where it is not known.
    init(path: String, _ error: DatabaseError, systemError: Int32) {
        self.path = path
        let words = error.message ?? "\(error.resultCode)"
        let code: Int32 =
            switch error.resultCode {
            case .SQLITE_FULL: ENOSPC
            case .SQLITE_IOERR: systemError == 0 ? EIO : systemError
            case .SQLITE_CANTOPEN: systemError
            case .SQLITE_READONLY where access(path, W_OK) != 0: errno
            default: 0
            }
        reason = code == 0 ? words : "\(SystemError(code: code).message) (\(words))"
    }

    package var description: String { "cannot use the state, \(path): \(reason)" }
}

extension DatabaseError {
    /// Whether the database itself is no use, unlike one that is locked or on a full disk.
    package var tellsOfDamage: Bool {
        // An error in a query: all of them are ours, so what they name is not there.
        [.SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_SCHEMA, .SQLITE_ERROR].contains(resultCode)
    }
}

/// One record to be written, under its source's name.
package enum StateChange: Sendable {
    case source(String, SourceRecord)
    case cacheFile(source: String, CacheRecord)
    /// All the source's images are there, under this stamp of `ImagesStamps`. It stands until either record is written again.
    case images(source: String, stamp: Int)

    /// Whether the record promises that a cache file exists.
    fileprivate var saysMade: Bool {
        if case .cacheFile(_, let record) = self, case .made = record.state { true } else { false }
    }
}

extension SourceRecord {
    fileprivate func arguments(_ name: String) -> StatementArguments {
        [name, stamp.size, stamp.modified, stamp.changed, stamp.inode, Data(digest.bytes)]
    }
}

extension CacheRecord {
    fileprivate func arguments(source: String) -> StatementArguments {
        let digest = digest.map { Data($0.bytes) }
        var identity = rendering
        let own: StatementArguments
        switch state {
        case .made(let bytes, let description):
            let image = description?.image
            own = [
                StateCode.made.rawValue, digest, bytes, image?.width, image?.height, image?.format.rawValue, nil,
                image?.notes.text,
            ]
        case .pending: own = [StateCode.pending.rawValue, digest, nil, nil, nil, nil, nil, nil]
        case .failed(let failure, let limits):
            own = [StateCode.failed.rawValue, digest, nil, nil, nil, nil, failure.code.rawValue, failure.message]
            identity = limits
        }
        return [source, name, naming] + own + [output.map { Data($0.bytes) }, checked, identity]
    }
}

extension ImageNotes {
    /// The column `message` of an image that was made; nil where there is nothing to note.
    fileprivate var text: String? { isEmpty ? nil : try? WireFormat.encode(self) }
}

/// The states as the database numbers them.
enum StateCode: Int {
    case made = 1
    case pending = 2
    case failed = 3
}
