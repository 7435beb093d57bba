/// Stores the state: the records of sources and cache files.
///
/// A backend with a shared store must give the same guarantee as a file in the cache folder: a read returns the last
/// written record or no record, never an older one.
package protocol CacheBackend: Sendable {
    var lifetime: StateLifetime { get }
    /// - Returns: nil if no usable state exists.
    /// - Throws: `NewerStateError`, `ForeignStateError`.
    func openForReading(_ tree: CacheTree) throws -> (any ReadableState)?
    /// Opens the state, and creates it if it does not exist. The caller must hold the lock of the tree.
    func openForWriting(_ tree: CacheTree) throws -> any WritableState
    /// Deletes the state, unless another process has it open.
    /// - Throws: `NewerStateError`.
    func discard(_ tree: CacheTree) throws
}
