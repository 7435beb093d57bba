import Files
import FileSearch
import ImageSpecs
import Registry
import Storage
import Synchronization

/// The buckets of a catalog's source groups, and the objects that were listed.
final class SourceBuckets: Sendable {
    private struct State {
        /// One storage for all requests to a bucket, so that they share its connections and its clock (`S3Clock`).
        var storages: [BucketStorage: any ObjectStorage] = [:]
        /// The listings by the bucket and the listed folders.
        var listings: [ByteName: BucketListing] = [:]
        /// The objects that `find` returned, by their names.
        var named: [ByteName: [SourceObject]] = [:]
    }

    private let state = Mutex(State())
    private let opens: @Sendable (BucketStorage) throws(StorageError) -> any ObjectStorage

    /// - Parameter opens: returns the storage of a bucket.
    init(
        opens: @escaping @Sendable (BucketStorage) throws(StorageError) -> any ObjectStorage = {
            (bucket) throws(StorageError) in try bucket.open()
        }
    ) {
        self.opens = opens
    }

    func storage(of bucket: BucketStorage) throws(StorageError) -> any ObjectStorage {
        if let known = state.withLock({ $0.storages[bucket] }) { return known }
        let opened = try opens(bucket)
        return state.withLock { state in
            let storage = state.storages[bucket] ?? opened
            state.storages[bucket] = storage
            return storage
        }
    }

    /// Lists the folders that the globs start with. Groups with the same folders share the listing.
    func listing(of bucket: BucketStorage, _ globs: [Glob]) throws(StorageError) -> BucketListing {
        let folders = Self.folders(of: globs)
        let key = ByteName(([bucket.identity] + folders).joined(separator: "\n"))
        if let known = state.withLock({ $0.listings[key] }) { return known }
        let storage = try storage(of: bucket)
        var listing = BucketListing(bucket)
        for folder in folders { try storage.list(folder) { listing.add($0) } }
        listing.sort()
        state.withLock { $0.listings[key] = listing }
        return listing
    }

    /// The outermost folders that contain all matches of the globs, with slashes at their ends. The root is "".
    static func folders(of globs: [Glob]) -> [String] {
        let all = inByteOrder(globs.map { $0.fixedFolder.isEmpty ? "" : $0.fixedFolder + "/" })
        return all.filter { folder in
            !all.contains { $0.utf8.count < folder.utf8.count && folder.utf8.starts(with: $0.utf8) }
        }
    }

    /// Returns an object by its name; nil if it does not exist. Sends a request only if the object is not known yet.
    func find(_ name: String, in bucket: BucketStorage) throws(StorageError) -> SourceObject? {
        if let known = known(name, where: { $0.bucket == bucket }) { return known }
        let found = try storage(of: bucket).find(name).map {
            SourceObject(bucket: bucket, name: $0.name, bytes: $0.bytes, tag: $0.tag)
        }
        if let found { state.withLock { $0.named[ByteName(name), default: []].append(found) } }
        return found
    }

    /// Returns an object that was listed or looked for; nil if none of these objects has the name and the stamp. The
    /// stamp is necessary, because several buckets can contain the name. Objects with the same stamp have the same
    /// content. The object is not necessarily a source, because a listing can contain objects that no glob matches.
    func object(_ name: String, _ stamp: FileStamp) -> SourceObject? { known(name) { $0.stamp == stamp } }

    private func known(_ name: String, where isWanted: (SourceObject) -> Bool) -> SourceObject? {
        state.withLock { state in
            if let object = state.named[ByteName(name)]?.first(where: isWanted) { return object }
            for listing in state.listings.values {
                if let object = listing.object(named: name), isWanted(object) { return object }
            }
            return nil
        }
    }
}
