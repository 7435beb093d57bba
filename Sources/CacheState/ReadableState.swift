import Files
import WorkerProtocol

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
    /// Whether a run of this version of imagekit has searched for images with faults of earlier versions.
    func hasFaultSearch(by version: String) throws -> Bool
    func close()
}
