/// Stores the state: the records of sources and cache files.
///
/// If several processes share the store of a backend, a read must return the last written record or no record, never an
/// older one. With an older record, an outdated image could count as fresh.
package protocol CacheBackend: Sendable {
    var lifetime: StateLifetime { get }
    /// - Returns: nil if no usable state exists.
    /// - Throws: `NewerStateError`, `ForeignStateError`.
    func openForReading(_ tree: CacheTree) throws -> (any ReadableState)?
    /// Opens the state, and creates it if it does not exist or is unusable. The caller must hold a `CacheTreeLock`.
    func openForWriting(_ tree: CacheTree) throws -> any WritableState
    /// Deletes the state, unless another process has it open for writing.
    /// - Throws: `NewerStateError`.
    func discard(_ tree: CacheTree) throws
}

extension CacheBackend {
    /// Opens the state for writing, changes it, and closes it. The caller must hold a `CacheTreeLock`.
    package func change(_ tree: CacheTree, _ body: (any WritableState) throws -> Void) throws {
        let state = try openForWriting(tree)
        defer { state.close() }
        try body(state)
    }
}
