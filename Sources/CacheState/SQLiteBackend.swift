import Files
import GRDB

/// Keeps the state in files in `.imagekit/`: in `state.sqlite3`, and in one more file for each shard whose records are
/// not merged yet. The files of the state of a bucket have other names (`CacheTree.statePath`).
///
/// A shard writes only its own file, so shards on several machines never write to one database. A run that holds the
/// exclusive lock of the folder merges the files of the shards into `state.sqlite3` before it writes. A single call
/// writes only to `state.sqlite3`.
package struct SQLiteBackend: CacheBackend {
    package init() {}

    package var lifetime: StateLifetime { .lasting }

    package func openForReading(_ tree: CacheTree) throws -> (any ReadableState)? {
        let shards = tree.shard.map { [$0] } ?? tree.shardsWithState.filter { !isAtWork($0, tree) }
        let paths = [tree.statePath] + shards.map(tree.statePath(of:))
        let layers = try paths.compactMap { path in
            try tree.checkOwner(ofState: path)
            return try StateStore.openForReading(path, names: tree.names)
        }
        return layers.count > 1 ? OverlaidState(layers: layers) : layers.first
    }

    package func openForWriting(_ tree: CacheTree) throws -> any WritableState {
        if let shard = tree.shard { return try openForWriting(tree.statePath(of: shard), .rollback, tree) }
        if !tree.isForCall { try merge(tree) }
        // Shards on other machines read the state. The shared memory of a write-ahead log works only on one machine, so
        // use a rollback journal while there are files of shards. Only a single call can run at the same time as
        // shards. A run of all sources has the exclusive lock and has just merged the states of the shards, so it can
        // use a write-ahead log.
        let journal: StateStore.Journal = tree.isForCall && tree.hasTracesOfShards ? .rollback : .writeAhead
        return try openForWriting(tree.statePath, journal, tree, StateGate(tree))
    }

    private func openForWriting(
        _ path: String,
        _ journal: StateStore.Journal,
        _ tree: CacheTree,
        _ gate: StateGate? = nil
    ) throws -> StateStore {
        try tree.checkOwner(ofState: path)
        return try StateStore.openForWriting(path, journal, names: tree.names, sync: tree.sync, gate: gate)
    }

    /// A shard deletes only its own state, because other shards can be reading the state of the folder. If the state of
    /// the folder is corrupt, the next run with an exclusive lock detects this and replaces the state.
    package func discard(_ tree: CacheTree) throws {
        let path = tree.shard.map(tree.statePath(of:)) ?? tree.statePath
        try StateStore.refuseNewer(path)
        let gate = tree.shard == nil ? StateGate(tree) : nil
        // If another process has the state open, that process has found the state usable. So keep the state.
        guard try gate?.enter() ?? true else { return }
        StateStore.discard(path)
    }

    /// Merges the records of shards into the folder's state. The caller must hold the lock of the complete tree.
    func merge(_ tree: CacheTree) throws {
        let shards = tree.shardsWithState
        guard !shards.isEmpty else { return }
        do {
            try merge(shards, tree)
        } catch let error as DatabaseError where error.isCorruption {
            StateStore.discard(tree.statePath)
            try merge(shards, tree)
        }
        tree.removeTracesOfShards()
    }

    private func merge(_ shards: [Shard], _ tree: CacheTree) throws {
        let state = try openForWriting(tree.statePath, .rollback, tree, StateGate(tree))
        defer { state.close() }
        for shard in shards {
            // Opening a state for writing recovers the journal of a killed shard and replaces an unusable state.
            try openForWriting(tree.statePath(of: shard), .rollback, tree).close()
            try state.merge(tree.statePath(of: shard))
        }
    }

    /// Whether a process is running the shard. The state of such a shard is not read, because reading it blocks the
    /// writes of the shard.
    private func isAtWork(_ shard: Shard, _ tree: CacheTree) -> Bool {
        FileLock.isHeld(tree.lockPath(of: shard))
    }
}

extension StateStore {
    /// Merges the renderers, records, and failures in the state of a shard. They replace rows with the same key. The
    /// state of a shard contains no calls.
    fileprivate func merge(_ path: String) throws {
        try prepare { db in
            try db.execute(sql: "ATTACH DATABASE ? AS shard", arguments: [path])
            defer { try? db.execute(sql: "DETACH DATABASE shard") }
            try db.inTransaction {
                // Copy the records of sources after the records of files. When the record of a file is written, a
                // trigger clears the column `images` in the record of its source. In the other order, this column would
                // be lost.
                for table in ["renderer", "cache_file", "source", "failure"] {
                    try db.execute(sql: "INSERT OR REPLACE INTO main.\(table) SELECT * FROM shard.\(table)")
                }
                return .commit
            }
        }
    }
}
