import WorkerProtocol

/// One change to write, under the name of its source.
package enum StateChange: Sendable {
    case source(String, SourceRecord)
    case cacheFile(source: String, CacheRecord)
    /// A renderer that records refer to.
    case renderer(Renderer)
    /// All images of the source exist, with this stamp (`FolderSnapshots`). The stamp is valid until the record of one
    /// of the images is written.
    case images(source: String, stamp: Int)
    /// An image failed and was reported; nil if it no longer fails.
    case failure(FailureKey, FailureRecord?)

    /// Whether the record promises that a cache file exists.
    var saysMade: Bool {
        if case .cacheFile(_, let record) = self, case .made = record.state { true } else { false }
    }
}
