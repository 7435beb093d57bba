import Crypto
import Files
import Registry
import Storage
import Synchronization

/// The objects of a bucket with cache files, as far as a plan needs them.
///
/// The state has records of the objects that imagekit uploaded, so most plans send no request. Only an image without a
/// record, or an image that must be verified, requires a request. A plan of many images then lists the cache folder of
/// the bucket once, because separate requests for a million images would take hours.
package final class StoredObjects: Sendable {
    fileprivate struct Entry {
        let bytes: Int
        /// The modification time in nanoseconds since 1970.
        let modified: Int
        let md5: UInt128?

        init(_ object: StoredObject) {
            bytes = object.bytes
            modified = object.modifiedInNanoseconds
            md5 = object.md5
        }
    }

    package let bucket: BucketStorage
    /// The start of the names of all cache files.
    private let folder: String
    private let isForFewImages: Bool
    private let listing = Mutex<[ByteName: Entry]?>(nil)
    private let failure = Mutex<StorageError?>(nil)
    /// The open storage; nil before the first request.
    private let storage = Mutex<(any ObjectStorage)?>(nil)

    /// - Parameter isForFewImages: whether to send a separate request for each image instead of listing the cache
    ///   folder.
    /// - Returns: nil if cache files are not stored in a bucket.
    package init?(_ settings: Settings, isForFewImages: Bool) {
        guard let bucket = settings.storage?.bucket else { return nil }
        self.bucket = bucket
        self.isForFewImages = isForFewImages
        folder = settings.cachefileDir + "/"
    }

    /// Whether copies of the cache files stay in the cache folder.
    package var keepsLocal: Bool { bucket.keepsLocal }

    /// Throws the error of the last failed request. A plan counts the image of a failed request as missing, so do not
    /// use the plan if this method throws.
    package func check() throws(StorageError) {
        if let failure = failure.withLock(\.self) { throw failure }
    }

    /// Returns the size of a cache file in the bucket; nil if it does not exist, or if the request failed (`check`).
    package func bytes(of name: String) -> Int? { entry(name)?.bytes }

    /// Returns a cache file in the bucket; nil if it does not exist, or if the request failed (`check`).
    /// - Parameter copy: the path of the copy in the cache folder. An object with other content than the copy counts as
    ///   missing.
    func file(_ name: String, equalTo copy: String? = nil) -> FoundFile? {
        guard let entry = entry(name) else { return nil }
        if let copy, !entry.shows(copy) { return nil }
        return FoundFile(size: entry.bytes, modified: entry.modified, content: nil)
    }

    private func entry(_ name: String) -> Entry? {
        do throws(StorageError) {
            guard !isForFewImages else { return try open().find(name).map(Entry.init) }
            // Keep the lock while the bucket is listed, so that other threads wait for the listing and do not start
            // their own.
            return try listing.withLock { (known) throws(StorageError) -> Entry? in
                // After a failure, the plan cannot be used (`check`), so do not list the bucket again.
                if failure.withLock({ $0 != nil }) { return nil }
                let all: [ByteName: Entry]
                if let known { all = known } else { all = try list(folder) }
                known = all
                return all[ByteName(name)]
            }
        } catch {
            failure.withLock { $0 = error }
            return nil
        }
    }

    private func list(_ prefix: String) throws(StorageError) -> [ByteName: Entry] {
        var found: [ByteName: Entry] = [:]
        try open().list(prefix) { found[ByteName($0.name)] = Entry($0) }
        return found
    }

    /// Returns the same storage for all requests, so that they share its connections and its corrected clock
    /// (`S3Clock`).
    private func open() throws(StorageError) -> any ObjectStorage {
        try storage.withLock { (storage) throws(StorageError) -> any ObjectStorage in
            if let storage { return storage }
            let opened = try bucket.open()
            storage = opened
            return opened
        }
    }
}

extension StoredObjects.Entry {
    /// Whether the object has the content of a file. Some servers use a checksum that is not the MD5 of the content.
    /// For their objects, only the sizes are compared.
    fileprivate func shows(_ path: String) -> Bool {
        guard let content = try? readFile(path), content.count == bytes else { return false }
        return md5 == nil || md5 == Insecure.MD5.hash(data: content).number
    }
}
