import Files
import FileSearch
import ImageHeaders
import ImageSpecs
import Registry
import Storage
import WorkerProtocol

extension SourceCatalog {
    /// Returns the object of a source; nil if the source is not in a bucket. Before this call, the caller must find the
    /// source, either by streaming its groups or by its name (`NamedSource`).
    /// - Parameter stamp: the stamp that was found with the source. It distinguishes the object from a file and from
    ///   another object with the same name.
    package func object(of source: String, _ stamp: FileStamp) -> SourceObject? {
        stamp.isOfObject ? buckets.object(source, stamp) : nil
    }

    /// Returns the object with the name in the first bucket whose group accepts the name.
    /// - Throws: `StorageError`.
    func findObject(_ name: String) throws(StorageError) -> SourceObject? {
        for group in bucketGroups {
            guard let bucket = group.bucket, group.accepts(name) else { continue }
            if let object = try buckets.find(name, in: bucket) { return object }
        }
        return nil
    }

    /// Whether a source group with the objects of a bucket accepts the name. The object does not need to exist.
    package func isNameInBucket(_ name: String) -> Bool { bucketGroups.contains { $0.accepts(name) } }

    /// Returns a local copy of a source in a bucket. The copy is not deleted as long as the result is used.
    /// - Parameter isStopped: whether to end a download before its next request.
    package func copy(
        of object: SourceObject,
        isStopped: @escaping @Sendable () -> Bool = { false }
    ) throws(SourceCopyError) -> SourceCopy {
        try copies.copy(of: object, isStopped: isStopped) { () throws(StorageError) in
            try buckets.storage(of: object.bucket)
        }
    }

    /// Returns the header of a source; nil if no header can be read, for example because the source is not an image.
    /// - Parameter stamp: the stamp that was found with the source. It can be nil for a file.
    /// - Throws: `SourceCopyError` if the object of the source cannot be downloaded.
    package func header(of source: String, _ stamp: FileStamp?) throws(SourceCopyError) -> SourceHeader? {
        guard let stamp, stamp.isOfObject else { return SourceHeader.read(settings.path(of: source)) }
        guard let object = object(of: source, stamp) else { return nil }
        return try copies.header(of: object) { () throws(StorageError) in try buckets.storage(of: object.bucket) }
    }

    /// Returns whether everything that was read from a source since `start` (nanoseconds since 1970) belongs to the
    /// content that the stamp identifies.
    func isUnchanged(_ source: String, _ stamp: FileStamp, at start: Int) -> Bool {
        stamp.isOfObject || !stamp.isRacy(at: start) && FileStamp(path: settings.path(of: source)) == stamp
    }

    /// Returns the traits of a source; nil if they cannot be read, for example because the source is not an image.
    /// - Parameter stamp: the stamp that was found with the source. It can be nil for a file.
    package func traits(of source: String, _ stamp: FileStamp?) -> SourceTraits? {
        guard let stamp, stamp.isOfObject else { return SourceTraits.read(settings.path(of: source)) }
        guard let object = object(of: source, stamp), let copy = try? copy(of: object) else { return nil }
        return withExtendedLifetime(copy) { SourceTraits.read(copy.path) }
    }
}

extension SourceGroup {
    /// Whether this is the group of a bucket, and its globs match the name.
    fileprivate func accepts(_ name: String) -> Bool {
        guard case .bucket(_, let include, let exclude) = members else { return false }
        var filter = NameFilter(include: include, exclude: exclude)
        return filter.takes(Array(name.utf8), in: filter.root)
    }
}
