import Files

/// Where the state of cache files is kept: what is remembered of sources and cache files from one look at the tree to the
/// next.
///
/// A backend that shares a store with others has to keep the same promise as a file in the folder: a record that was
/// written is read again, or no record at all, and never an older one.
package protocol CacheBackend: Sendable {
    var lifetime: StateLifetime { get }
    /// - Returns: nil where nothing is known.
    func openForReading(_ tree: CacheTree) -> (any ReadableState)?
    /// Needs the lock of the tree.
    func openForWriting(_ tree: CacheTree) throws -> any WritableState
    /// Forgets everything.
    func discard(_ tree: CacheTree)
}

/// How long a state is there.
package enum StateLifetime {
    /// From one process to the next.
    case lasting
    case process
    /// Nothing is remembered.
    case none
}

/// The state of one cache folder, opened.
package protocol ReadableState: Sendable {
    /// - Parameter part: what will be asked for, so that no more is read than that.
    func read<T>(_ part: StatePart, _ body: (any StateReading) throws -> T) throws -> T
    /// The calls of single-file commands, by the cache files' names.
    func onDemand() throws -> [ByteName: OnDemandCall]
    /// The names of all cache files that the state knows.
    func cacheFileNames() throws -> Set<ByteName>
    func close()
}

package protocol WritableState: ReadableState {
    /// All or nothing.
    func write(_ changes: [StateChange]) throws
    func remember(_ calls: [(name: String, call: OnDemandCall)]) throws
    /// Forgets cache files by their names.
    func forget(_ names: [String]) throws
}

/// The records of sources, both kinds asked for in byte order of the sources' names.
package protocol StateReading {
    /// What is known of a source, but for its files.
    func source(_ name: String) throws -> SourceRecords
    /// Sources whose files nobody wants to know of may be left out.
    func files(of name: String) throws -> [CacheRecord]
}

extension StateReading {
    package func records(of name: String) throws -> SourceRecords {
        var records = try source(name)
        records.files = try files(of: name)
        return records
    }
}

/// All that the state knows of one source.
package struct SourceRecords: Sendable {
    package var source: SourceRecord?
    /// The stamp that all its images had when they were seen last (`ImagesStamps`); nil where nobody noted it.
    package var images: Int?
    package var files: [CacheRecord] = []

    package init(source: SourceRecord? = nil, images: Int? = nil, files: [CacheRecord] = []) {
        self.source = source
        self.images = images
        self.files = files
    }
}

/// What is read of a state.
package struct StatePart {
    /// Whether anybody asks for more of what was made than whether it is there: dimensions, format, digest.
    var describesImages = true
    /// The identities of the namings that are in use. A record of one of them that says `made` comes without the identity
    /// of its rendering, unless images are described: only files under former names are known by that. None reads all whole.
    var namings: [Int] = []
    /// The only source that will be asked for; nil for all.
    var source: String?

    package init(describesImages: Bool = true, namings: [Int] = [], source: String? = nil) {
        self.describesImages = describesImages
        self.namings = namings
        self.source = source
    }
}
