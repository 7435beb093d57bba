import Files
import GRDB
import ImageSpecs
import Registry
import WorkerProtocol

/// Merges the states of other machines into a state. The merge adds records, and replaces the record of a failure or an
/// earlier image with the record of a made image. It removes no record.
///
/// The other state is untrusted input. So its records are read one by one with the same checks as in every run, and are
/// written to a new database. Only this database is attached to the state.
package struct StateMerge {
    package struct Counts: Sendable, Equatable {
        /// The records of cache files that were taken.
        package var taken = 0
        /// The records of cache files that were not taken, because the state keeps its own record of the same file.
        package var kept = 0
        /// The records whose cache file does not exist or has another content, and the records of images whose time is
        /// in the future by more than `clockDifference`.
        package var ignored = 0
        /// Those of the ignored records whose time is in the future.
        package var inFuture = 0

        package init() {}

        package static func += (sum: inout Counts, other: Counts) {
            sum.taken += other.taken
            sum.kept += other.kept
            sum.ignored += other.ignored
            sum.inFuture += other.inFuture
        }
    }

    private let state: StateStore
    private let tree: CacheTree
    /// The path of the new database.
    private let copy: String
    private let accepts: (CacheRecord) throws -> Bool

    /// The maximum difference between the clocks of two machines in seconds.
    private static let clockDifference = 3600

    /// - Parameters:
    ///   - state: the state of the tree, open for writing. The caller holds the lock of the complete tree.
    ///   - copy: the path of the new database; nil for a file in the folder of the state.
    ///   - accepts: whether a record describes an existing cache file.
    /// - Returns: nil if the state is not in a file.
    package init?(
        into state: any WritableState,
        of tree: CacheTree,
        copy: String? = nil,
        accepts: @escaping (CacheRecord) throws -> Bool
    ) {
        guard let state = state as? StateStore else { return nil }
        self.state = state
        self.tree = tree
        self.copy = copy ?? tree.privatePath + "/merge.sqlite3"
        self.accepts = accepts
    }

    /// - Parameter path: the file of the other state.
    /// - Throws: `UnusableOtherStateError`, `NewerStateError`, `ForeignStateError`, database errors, and the errors of
    ///   `accepts`. After an error, nothing of the other state is merged.
    package func merge(_ path: String) throws -> Counts {
        try tree.checkOwner(ofState: path)
        guard let other = try StateStore.openForReading(path, names: tree.names) else {
            throw UnusableOtherStateError(path: path)
        }
        defer { other.close() }
        StateStore.discard(copy)
        defer { StateStore.discard(copy) }
        let checked = try StateStore.openForWriting(copy, .rollback, names: tree.names)
        var counts: Counts
        do {
            defer { checked.close() }
            do { counts = try write(other, to: checked) } catch is CorruptStateError {
                throw UnusableOtherStateError(path: path)
            }
        }
        let (taken, kept) = try state.take(copy)
        (counts.taken, counts.kept) = (taken, kept)
        return counts
    }

    /// Copies the records that pass all checks.
    private func write(_ other: StateStore, to copy: StateStore) throws -> Counts {
        var counts = Counts()
        let latest = currentSeconds() + Self.clockDifference
        func isTaken(_ record: CacheRecord) throws -> Bool {
            switch record.state {
            // Skip the record, because it describes neither a finished image nor a failure.
            case .pending: return false
            // Ignore a record whose time is too far in the future. Until that time, each merge would replace this
            // machine's record of the same image, even if this machine has made the image again.
            case .made(_, let image) where image?.making.map({ $0.time > latest }) == true: counts.inFuture += 1
            case .made where try !accepts(record): break
            case .made, .failed: return true
            }
            counts.ignored += 1
            return false
        }
        try copy.addRecords(of: other, accepts: isTaken)
        try copy.change(StateStore.deleteFixedFailures)
        return counts
    }
}

/// A file is not a usable state.
package struct UnusableOtherStateError: Error, CustomStringConvertible {
    let path: String

    package var description: String {
        "\(path) is not a state: it does not exist, is damaged, or was copied while a run was writing it; nothing of it was "
            + "merged"
    }
}

extension StateStore {
    /// Takes records from a database that this process has written. If this machine has no record of a file, the record
    /// of the other machine is taken. Otherwise, only the record of a made image replaces this machine's record: it
    /// replaces a failure or an earlier image. A `pending` record of this machine stays, because a run of this machine
    /// can have replaced the file after the other machine made its record.
    /// - Returns: how many records of cache files in the database were taken, and how many were not.
    fileprivate func take(_ path: String) throws -> (taken: Int, kept: Int) {
        var counts = (taken: 0, kept: 0)
        try prepare { db in
            try db.execute(sql: "ATTACH DATABASE ? AS other", arguments: [path])
            defer { try? db.execute(sql: "DETACH DATABASE other") }
            try db.inTransaction {
                try db.execute(sql: "INSERT OR IGNORE INTO main.renderer SELECT * FROM other.renderer")
                try db.execute(
                    sql: """
                        INSERT OR REPLACE INTO main.cache_file
                        SELECT new.* FROM other.cache_file AS new LEFT JOIN main.cache_file AS own
                            ON own.source = new.source AND own.name = new.name
                        WHERE own.name IS NULL
                            OR new.state = :made AND (own.state = :failed
                                OR own.state = :made AND IFNULL(new.made, 0) > IFNULL(own.made, 0))
                        """,
                    arguments: [
                        "made": StateCode.made.rawValue, "failed": StateCode.failed.rawValue,
                    ]
                )
                counts.taken = db.changesCount
                let all = try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM other.cache_file") ?? 0
                counts.kept = all - counts.taken
                // Take the failures of a source only if this machine has no record of the source. Otherwise, a failure
                // that this machine has fixed would return.
                try db.execute(
                    sql: """
                        INSERT OR IGNORE INTO main.failure
                        SELECT * FROM other.failure WHERE source NOT IN (SELECT name FROM main.source)
                        """
                )
                for table in ["source", "on_demand"] {
                    try db.execute(sql: "INSERT OR IGNORE INTO main.\(table) SELECT * FROM other.\(table)")
                }
                return .commit
            }
        }
        return counts
    }
}
