/// Everything that the state records about one source.
package struct SourceRecords: Sendable {
    package var source: SourceRecord?
    /// The stamp of the folder that contains the images of the source, from the time when a run last found all these
    /// images (`FolderSnapshots`); nil if it was not recorded.
    package var images: Int?
    package var files: [CacheRecord] = []

    package init(source: SourceRecord? = nil, images: Int? = nil, files: [CacheRecord] = []) {
        self.source = source
        self.images = images
        self.files = files
    }
}
