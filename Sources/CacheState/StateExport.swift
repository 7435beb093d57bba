import Files

/// A copy of the records of one shard, which other machines can merge (`StateMerge`).
///
/// The copy has the records of all canvases, but no records of sources in other shards. So if a state is divided into N
/// shards, all N copies together are about as large as this state. The records are written in the order of their keys,
/// so the same records always result in the same bytes.
package struct StateExport {
    package let path: String
    private let tree: CacheTree

    /// Writes the copy. No lock is necessary, because this function only reads the state.
    /// - Parameters:
    ///   - tree: the tree of the run. If the run processes a shard, the state of this shard is read too.
    ///   - shard: the shard whose records are copied.
    ///   - path: the path of the copy. An existing file is replaced.
    /// - Returns: nil if there is no state, or if the state is not in a file.
    package init?(of tree: CacheTree, _ backend: any CacheBackend, _ shard: Shard, to path: String) throws {
        guard let state = try backend.openForReading(tree) else { return nil }
        defer { state.close() }
        let layers = (state as? OverlaidState)?.layers ?? [state].compactMap { $0 as? StateStore }
        guard !layers.isEmpty else { return nil }
        (self.path, self.tree) = (path, tree)
        delete()
        let copy = try StateStore.openForWriting(path, .rollback, names: tree.names)
        defer { copy.close() }
        // A record in a later layer replaces the record with the same key in an earlier layer. Also copy `pending`
        // records, although `StateMerge` ignores them: in the copy, such a record replaces the outdated `made` record
        // of an earlier layer.
        for layer in layers {
            try copy.addRecords(of: layer, isTaken: { $0.isEmpty || shard.contains($0) })
        }
        try copy.change(StateStore.deleteFixedFailures)
    }

    /// Adds the records of another state to the copy. This function does not compare the records with cache files. Each
    /// machine compares them with its own cache files when it merges the copy.
    /// - Parameter other: the path of the other state.
    /// - Throws: the errors of `StateMerge.merge`.
    package func merge(_ other: String) throws {
        let copy = try StateStore.openForWriting(path, .rollback, names: tree.names)
        defer { copy.close() }
        _ = try StateMerge(into: copy, of: tree, copy: path + ".merge", accepts: { _ in true })?.merge(other)
    }

    /// Deletes the file.
    package func delete() { StateStore.discard(path) }
}
