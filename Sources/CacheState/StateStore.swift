import Files
import Foundation
import GRDB
import GRDBSQLite
import ImageSpecs
import Registry
import Synchronization
import SystemPackage
import WorkerProtocol

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The records of all sources and cache files, in `.imagekit/state.sqlite3` or in the file of a shard.
///
/// The files in the cache folder are authoritative, and the state only describes them. The state has these invariants:
/// - A record becomes `made` only after the file is in the bucket, or in the cache folder with its content and its name
///   on the disk. So the record is also true after a crash of the machine.
/// - Before a file is made, its record is `pending`. Without this record, a file that shows an older content of its
///   source could count as fresh after a killed run. If a fresh file is made again, for example with `--force`, its
///   record stays `made`.
/// - No image is lost if the database is lost: existing files are adopted.
/// - The next writer replaces a database that is corrupt, or whose content does not match its seal (`StateSeal`).
/// - A database of an older version is migrated by the next writer. A database of a newer version is refused.
///
/// A closed database is a single file without a log, so that a reader does not need to write. While the database is
/// open for writing, it is in WAL mode or uses a rollback journal. The shared memory of WAL works only on one machine,
/// so a database that several machines can open uses the rollback journal.
final class StateStore: WritableState {
    private let database: DatabaseQueue
    private let connection: StateConnection

    /// The version of the state. Increase it with each change of the schema, of the computation of names, or of the
    /// reading of headers. Runs trust the name in a record if its naming is unchanged, and the header in a record if
    /// its source is unchanged. Without a new version, runs would use the results of the former computation.
    static let version = 9
    let version: Int
    /// Whether the records in a state of this `version` refer to renderers.
    var hasRenderers: Bool { version >= 5 }
    var hasFailures: Bool { version >= 6 }
    let names: CacheFileNames
    /// Whether the state was opened for writing, so that `close` writes the seal.
    private let isSealedAtClose: Bool
    /// Waits until cache files are on the disk; nil if this process makes no files for the state.
    private let sync: CacheFileSync?
    /// Coordinates the processes that write the state; nil if no other process can write this state.
    private let gate: StateGate?
    /// The last known value of SQLite's `data_version`. This value changes when another connection writes.
    private let foreignChanges = Mutex(0)

    /// The method with which SQLite makes writes atomic.
    enum Journal: String {
        case writeAhead = "WAL"
        case rollback = "DELETE"
    }

    /// Deletes the state with its additional files.
    static func discard(_ path: String) {
        for suffix in suffixes { unlink(path + suffix) }
    }

    /// The state consists of several files. The path of each file is the path of the state with one of these suffixes.
    static let suffixes = ["", "-wal", "-shm", "-journal", CacheTree.notesSuffix]

    /// - Parameter wait: how long to wait for other processes, in seconds.
    convenience init(path: String, readonly: Bool, names: CacheFileNames, wait: TimeInterval = 10) throws {
        var configuration = Configuration()
        configuration.readonly = readonly
        configuration.busyMode = wait > 0 ? .timeout(wait) : .immediateError
        configuration.prepareDatabase { db in
            // A state is untrusted input. So its schema must not call functions with side effects, and SQLite must
            // detect corrupt pages when it loads them (sqlite.org/security.html).
            try db.execute(sql: "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON")
        }
        let isLockable = ClaimsFile.hasLocks(beside: path)
        let connection = StateConnection(path)
        let open = { [configuration] in try DatabaseQueue(path: path, configuration: configuration) }
        try self.init(isLockable ? open() : StateVFS.withoutLocks(open), connection, names)
    }

    private init(
        _ database: DatabaseQueue,
        _ connection: StateConnection,
        _ names: CacheFileNames,
        isSealedAtClose: Bool = false,
        sync: CacheFileSync? = nil,
        gate: StateGate? = nil
    ) throws {
        self.database = database
        self.connection = connection
        self.names = names
        self.isSealedAtClose = isSealedAtClose
        self.sync = sync
        self.gate = gate
        version = try Self.retryingWithJournal(database) {
            try database.unsafeRead { try Int.fetchOne($0, sql: "PRAGMA user_version") } ?? 0
        }
    }

    var isForeign: Bool {
        get throws {
            // Do not convert the database error: `openForWriting` replaces the state if the error is a corruption.
            try unconvertedQuery { try StateSchema.isForeign($0, version: version) }
        }
    }

    /// Prepares the state for writing, with the current schema.
    /// - Parameter journal: the journal to use; nil to keep the current mode, which is necessary if another process has
    ///   the state open for writing.
    func prepared(_ journal: Journal?, _ sync: CacheFileSync?, _ gate: StateGate?) throws -> StateStore {
        // `openForWriting` has checked only the version in the header of the file. If a killed run left a log, the log
        // can contain a newer version.
        guard version <= Self.version else { throw NewerStateError(path: database.path, version: version) }
        if try isForeign { throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a foreign schema") }
        try prepare { db in
            // Clear the seal first, before a log exists, so that the file itself records that a process is writing.
            try db.execute(sql: "PRAGMA application_id = \(StateSeal.none)")
            guard try migrate(db) || !db.tableExists("source") else { throw DatabaseError(resultCode: .SQLITE_SCHEMA) }
            if let journal = journal.map({ ClaimsFile.canShareMemory(beside: database.path) ? $0 : .rollback }) {
                try db.execute(sql: "PRAGMA journal_mode = \(journal.rawValue)")
            }
            try db.execute(sql: "PRAGMA synchronous = NORMAL")
            try db.execute(sql: StateSchema.tables + "; PRAGMA user_version = \(Self.version)")
            guard try StateSchema.isComplete(db) else { throw DatabaseError(resultCode: .SQLITE_SCHEMA) }
            try db.execute(sql: StateSchema.triggers)
            // Delete the records of fixed failures only if the caller requests a write-ahead log. For the state of a
            // shard, the caller requests a rollback journal. This state keeps these records: the folder's state can
            // still contain the failures, and the merge must replace them.
            if journal == .writeAhead { try Self.deleteFixedFailures(db) }
        }
        let store = try StateStore(database, connection, names, isSealedAtClose: true, sync: sync, gate: gate)
        _ = try store.wasWrittenByOthers()
        return store
    }

    func wasWrittenByOthers() throws -> Bool {
        // Do not convert the database error: `openForWriting` replaces the state if the error is a corruption.
        let current = try unconvertedQuery { try Int.fetchOne($0.cachedStatement(sql: "PRAGMA data_version")) } ?? 0
        return foreignChanges.withLock { known in
            defer { known = current }
            return known != current
        }
    }

    /// Migrates a state of an older version.
    /// - Returns: whether the state has the current version now.
    private func migrate(_ db: Database) throws -> Bool {
        if version == Self.version { return true }
        guard version >= StateSchema.oldest else { return false }
        try db.inTransaction {
            for version in version..<Self.version { try db.execute(sql: StateSchema.migrations[version] ?? "") }
            try db.execute(sql: "PRAGMA user_version = \(Self.version)")
            return .commit
        }
        return true
    }

    /// Closes the state. If no other process has the state open, leaves a single file, with a seal if the state was
    /// opened for writing.
    func close() {
        guard let gate else { return closeFile() }
        defer { gate.leave() }
        if gate.isLast() { return closeFile() }
        closeConnection()
        // If two processes close the state at the same time, each of them finds that the other still has the state
        // open. So check again after `leave`.
        gate.leave()
        if gate.isLast() { Self.recoverJournal(database.path) }
    }

    private func closeFile() {
        try? database.writeWithoutTransaction { db in
            let mode = try String.fetchOne(db, sql: "PRAGMA journal_mode = DELETE")
            // If another process is reading now, the log stays. In this case, write no seal, because the seal would not
            // cover the log.
            guard isSealedAtClose, mode == "delete" else { return }
            // Outside a transaction, the connection of this object holds no lock in this mode.
            let seal = StateConnection.reading(database.path, own: 1) { StateSeal.computed(database.path) }
            if let seal { try db.execute(sql: "PRAGMA application_id = \(seal)") }
        }
        closeConnection()
    }

    private func closeConnection() {
        try? database.close()
        connection.end()
    }

    // MARK: - Reading

    func read<T>(_ part: StatePart, _ body: (any StateReading) throws -> T) throws -> T {
        try readWithDatabase(part) { try body($1) }
    }

    private func reader(_ db: Database, _ part: StatePart) throws -> StateReader {
        try Self.retryingWithJournal(database) { try StateReader(db, version: version, part, names) }
    }

    /// Reads the state, and also gives access to its tables.
    func readWithDatabase<T>(_ part: StatePart, _ body: (Database, StateReader) throws -> T) throws -> T {
        // Use one transaction, so that all reads see the same state.
        try CorruptStateError.naming(database.path) { try database.read { try body($0, reader($0, part)) } }
    }

    func sources(ofCacheFile name: String) throws -> [String] {
        try query { db in
            try Row.fetchAll(db, sql: "SELECT source FROM cache_file WHERE name = ?", arguments: [name])
                .compactMap { $0.text(0) }.filter { $0.isEmpty || SourceNameProblem($0) == nil }
        }
    }

    func cacheFileNames() throws -> Set<ByteName> {
        try query { db in
            var found: Set<ByteName> = []
            let rows = try Row.fetchCursor(db, sql: "SELECT name FROM cache_file")
            while let row = try rows.next() {
                if let name = row.text(0), names.contains(name) { found.insert(ByteName(name)) }
            }
            return found
        }
    }

    /// Runs queries that do not belong to a `StateReader`.
    /// - Parameter body: a function without side effects. It can be called several times.
    func query<T>(_ body: (Database) throws -> T) throws -> T {
        try CorruptStateError.naming(database.path) { try unconvertedQuery(body) }
    }

    /// Runs queries like `query`, but throws the database's own error if the state is corrupt.
    private func unconvertedQuery<T>(_ body: (Database) throws -> T) throws -> T {
        try Self.retryingWithJournal(database) { try database.unsafeRead(body) }
    }

    /// Runs statements in one transaction.
    func change(_ body: (Database) throws -> Void) throws { try explaining { try database.write(body) } }

    /// Runs statements without a transaction around them, because some statements, such as `ATTACH`, cannot be in a
    /// transaction.
    func prepare(_ body: (Database) throws -> Void) throws {
        try explaining { try database.writeWithoutTransaction(body) }
    }

    /// Converts a database error to an error that names the file and the system's reason. Corruption is not converted,
    /// because callers replace a corrupt state.
    private func explaining<T>(_ body: () throws -> T) throws -> T {
        do {
            return try body()
        } catch let error as DatabaseError where !error.isCorruption {
            let systemError = database.unsafeRead { Errno(rawValue: sqlite3_system_errno($0.sqliteConnection)) }
            throw UnusableStateError(path: database.path, error, systemError: systemError)
        }
    }

    // MARK: - Writing

    func write(_ changes: [StateChange]) throws {
        guard !changes.isEmpty else { return }
        try sync?.wait(for: changes.compactMap(\.madeFile))
        try change { db in for change in changes { try write(change, db) } }
    }

    private func write(_ change: StateChange, _ db: Database) throws {
        // Prepare each statement when it is first used, because a single call uses only some of the statements.
        func execute(_ sql: String, _ arguments: StatementArguments) throws {
            try db.cachedStatement(sql: sql).execute(arguments: arguments)
        }
        switch change {
        case .source(let name, let record):
            try execute(
                "INSERT OR REPLACE INTO source VALUES (?, ?, ?, ?, ?, ?, NULL, ?, ?, ?)",
                record.arguments(name)
            )
        case .cacheFile(let source, let record):
            try execute(
                "INSERT OR REPLACE INTO cache_file VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                record.arguments(source: source)
            )
        case .renderer(let renderer):
            try execute("INSERT OR REPLACE INTO renderer VALUES (?, ?, ?, ?, ?, ?)", renderer.arguments)
        case .images(let name, let stamp):
            try execute("UPDATE source SET images = ? WHERE name = ?", [stamp, name])
        case .failure(let key, let record):
            try execute("INSERT OR REPLACE INTO failure VALUES (?, ?, ?, ?, ?, ?)", arguments(of: record, key))
        case .call(let name, let call):
            try execute("INSERT OR REPLACE INTO on_demand VALUES (?, ?, ?, ?)", call.arguments(of: name))
        }
    }

    func forget(_ names: [String]) throws {
        try change(names) { db in
            for table in ["cache_file", "on_demand"] {
                try db.execute(sql: "DELETE FROM \(table) WHERE name IN (SELECT name FROM temp.chosen)")
            }
            try db.execute(sql: "DELETE FROM source WHERE name NOT IN (SELECT source FROM cache_file)")
        }
    }

    func markPending(_ names: [String]) throws {
        try change(names) { db in
            try db.execute(
                sql: "UPDATE cache_file SET state = ? WHERE name IN (SELECT name FROM temp.chosen)",
                arguments: [StateCode.pending.rawValue]
            )
        }
    }

    /// Runs statements in one transaction. During the transaction, the table `temp.chosen` contains the names.
    private func change(_ names: [String], _ body: (Database) throws -> Void) throws {
        try change { db in
            try db.execute(sql: "CREATE TEMP TABLE chosen (name TEXT PRIMARY KEY) WITHOUT ROWID")
            let statement = try db.makeStatement(sql: "INSERT OR IGNORE INTO temp.chosen VALUES (?)")
            for name in names { try statement.execute(arguments: [name]) }
            try body(db)
            try db.execute(sql: "DROP TABLE temp.chosen")
        }
    }
}
