/// The part of a state to read.
package struct StatePart {
    /// Whether the caller needs the descriptions of made images (`ImageDescription`) and the digests of their files.
    var describesImages = true
    /// The identities of the namings in use. In a record with one of these namings, the name is current. The value
    /// `CacheRecord.rendering` is needed only to find a file under a former name. So of a `made` record with a current
    /// name, only the name, the naming, the digest, and the size are read. If the array is empty, or if
    /// `describesImages` is true, every record is read with its rendering.
    var namings: [Int] = []
    /// The only source whose records will be requested; nil for all sources.
    var source: String?

    package init(describesImages: Bool = true, namings: [Int] = [], source: String? = nil) {
        self.describesImages = describesImages
        self.namings = namings
        self.source = source
    }
}
