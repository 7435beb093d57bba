import Files
import WorkerProtocol

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
    /// Deletes the state.
    /// - Throws: `NewerStateError`.
    func discard(_ tree: CacheTree) throws
}

/// How long a state lasts.
package enum StateLifetime {
    /// The state lasts longer than the process.
    case lasting
    case process
    /// There is no state, not even within one process.
    case none
}

/// The open state of one cache folder.
package protocol ReadableState: Sendable {
    /// - Parameter part: the data that will be read. Other data is not loaded.
    func read<T>(_ part: StatePart, _ body: (any StateReading) throws -> T) throws -> T
    /// The calls of single-file commands, by the names of their cache files.
    func onDemand() throws -> [ByteName: OnDemandCall]
    /// The names of the sources that have a record of this cache file; an empty name stands for a canvas.
    func sources(ofCacheFile name: String) throws -> [String]
    /// The names of all cache files in the state.
    func cacheFileNames() throws -> Set<ByteName>
    /// The failures that runs reported; nil for images that no longer fail.
    func failures() throws -> [FailureKey: FailureRecord?]
    /// The names and sizes of the cache files that imagekit made. Files that imagekit found in the cache folder are
    /// left out.
    func madeFiles() throws -> [ByteName: Int]
    /// The renderers that records can refer to.
    func renderers() throws -> [Renderer]
    /// Whether a user was informed about the faults that `version` fixed.
    func hasMentioned(_ version: String) throws -> Bool
    func close()
}

/// The state of one cache folder, open for writing.
package protocol WritableState: ReadableState {
    /// Writes all changes in one step: if the write fails, no change is written.
    func write(_ changes: [StateChange]) throws
    /// Removes the records of cache files by their names.
    func forget(_ names: [String]) throws
    /// Whether another process wrote records since the last call.
    func wasWrittenByOthers() throws -> Bool
    /// Records that a user was informed about the faults that `version` fixed.
    func mention(_ version: String) throws
}

/// Reads the records of sources and cache files. Callers must request them in byte order of the sources' names, because
/// a reader only moves forward.
package protocol StateReading {
    /// Returns the record of a source, without its files.
    func source(_ name: String) throws -> SourceRecords
    /// Returns the records of a source's cache files. Callers that do not need these records can skip this call.
    func files(of name: String) throws -> [CacheRecord]
}

extension StateReading {
    /// Returns the record of a source together with the records of its cache files.
    package func records(of name: String) throws -> SourceRecords {
        var records = try source(name)
        records.files = try files(of: name)
        return records
    }
}
