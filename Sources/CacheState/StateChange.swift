import WorkerProtocol

/// One change to write to the state.
package enum StateChange: Sendable {
    case source(String, SourceRecord)
    case cacheFile(source: String, CacheRecord)
    /// A renderer that records refer to.
    case renderer(Renderer)
    /// All images of the source exist, and the folder that contains them has this stamp (`FolderSnapshots`). The stamp
    /// is valid until the record of one of the images is written or deleted.
    case images(source: String, stamp: Int)
    /// The failure that a run reported for an image; nil if the image no longer fails.
    case failure(FailureKey, FailureRecord?)
    /// A single-file command needed the cache file with this name.
    case call(name: String, OnDemandCall)

    /// The name of the cache file if the change records that it was made.
    var madeFile: String? {
        if case .cacheFile(_, let record) = self, case .made = record.state { record.name } else { nil }
    }
}
