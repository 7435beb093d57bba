import Files
import GRDB

/// Keeps the state in the cache folder: in `state.sqlite3`, and while shards are at work in a file of each beside it.
///
/// A shard writes its own file alone, so that shards on several machines never write to one database. The folder's own
/// file is written by whoever has the folder to itself, and takes the shards' files in first.
package struct SQLiteBackend: CacheBackend {
    package init() {}

    package var lifetime: StateLifetime { .lasting }

    package func openForReading(_ tree: CacheTree) -> (any ReadableState)? {
        let shards = tree.shard.map { [$0] } ?? tree.shardsWithState.filter { !isAtWork($0, tree) }
        let paths = [tree.statePath] + shards.map(tree.statePath(of:))
        let layers = paths.compactMap(StateStore.openForReading)
        return layers.count > 1 ? OverlaidState(layers: layers) : layers.first
    }

    package func openForWriting(_ tree: CacheTree) throws -> any WritableState {
        if let shard = tree.shard { return try StateStore.openForWriting(tree.statePath(of: shard), .rollback) }
        try merge(tree)
        return try StateStore.openForWriting(tree.statePath)
    }

    /// A shard cannot throw away what others read; the next run that has the folder to itself will find the same damage.
    package func discard(_ tree: CacheTree) {
        StateStore.discard(tree.shard.map(tree.statePath(of:)) ?? tree.statePath)
    }

    /// Takes the records of shards into the folder's own state. Needs the lock of the whole tree.
    func merge(_ tree: CacheTree) throws {
        let shards = tree.shardsWithState
        guard !shards.isEmpty else { return }
        do {
            try merge(shards, tree)
        } catch let error as DatabaseError where error.tellsOfDamage {
            StateStore.discard(tree.statePath)
            try merge(shards, tree)
        }
        tree.removeTracesOfShards()
    }

    private func merge(_ shards: [Shard], _ tree: CacheTree) throws {
        let state = try StateStore.openForWriting(tree.statePath, .rollback)
        defer { state.close() }
        for shard in shards {
            // Plays back what a killed shard left half done; throws one away that is no use.
            try StateStore.openForWriting(tree.statePath(of: shard), .rollback).close()
            try state.takeIn(tree.statePath(of: shard))
        }
    }

    /// A reader would keep a shard from writing.
    private func isAtWork(_ shard: Shard, _ tree: CacheTree) -> Bool {
        FileLock.isHeld(tree.lockPath(of: shard))
    }
}

extension StateStore {
    /// Takes in all the records of another database, which stand before those that are here.
    fileprivate func takeIn(_ path: String) throws {
        try prepare { db in
            try db.execute(sql: "ATTACH DATABASE ? AS shard", arguments: [path])
            defer { try? db.execute(sql: "DETACH DATABASE shard") }
            try db.inTransaction {
                // The files first: a source is told of no images any more when a file of it is written.
                for table in ["cache_file", "source"] {
                    try db.execute(sql: "INSERT OR REPLACE INTO main.\(table) SELECT * FROM shard.\(table)")
                }
                return .commit
            }
        }
    }
}
