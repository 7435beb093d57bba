import CacheState
import Files
import Planning
import Registry
import Storage

/// The cache files of a registry in their storage: the cache folder or a bucket.
extension Registry {
    private var bucket: BucketStorage? { settings.storage?.bucket }

    /// A cache file that exists.
    struct CacheFile {
        let bytes: Int
        /// The time of the last change in nanoseconds since 1970.
        let modified: Int
    }

    /// Whether the storage can contain cache files. A bucket can always contain cache files.
    func hasCacheFiles(_ tree: CacheTree) -> Bool { bucket != nil || FileStamp(path: tree.path) != nil }

    /// Calls `body` with every file in the cache folder. If images are in a bucket, calls `body` instead with every
    /// object whose key starts with the name of the cache folder. The name of a file is relative to the cache folder.
    func forEachCacheFile(in tree: CacheTree, _ body: (_ name: String, _ file: CacheFile) throws -> Void) throws {
        guard let bucket else {
            return try tree.forEachFile { try body($0, CacheFile(bytes: $1.size, modified: $1.modified)) }
        }
        var objects: [StoredObject] = []
        try bucket.open().list(settings.cachefileDir + "/") { objects.append($0) }
        for object in objects {
            // Leave out a key that ends with a slash. The console of a bucket creates such an object for a folder.
            guard let name = Settings.name(of: object.name, below: settings.cachefileDir), !name.hasSuffix("/"),
                !name.isEmpty
            else { continue }
            try body(name, CacheFile(bytes: object.bytes, modified: object.modifiedInNanoseconds))
        }
    }

    /// Returns those of the names whose cache files exist. The names are relative to `Settings.storageRoot`.
    func existing(_ names: Set<ByteName>, in tree: CacheTree) throws -> [String] {
        guard bucket != nil else {
            return names.map(\.text).filter { FileStamp(path: settings.cachePath(of: $0)) != nil }
        }
        var found: [String] = []
        try forEachCacheFile(in: tree) { name, _ in
            let full = settings.cachefileDir + "/" + name
            if names.contains(ByteName(full)) { found.append(full) }
        }
        return found
    }

    /// Deletes cache files and their local copies, and their keys in the cache of a Django site. The caller must hold
    /// the lock of the cache folder.
    /// - Parameter forgotten: names of cache files whose keys are deleted if the files do not exist.
    /// - Returns: the files that could not be deleted, with the reasons.
    /// - Throws: `StorageError` if the bucket cannot be used at all.
    func deleteCacheFiles(
        _ names: [String],
        forgetting forgotten: [String] = [],
        in tree: CacheTree,
        _ report: any GenerationReport
    ) async throws -> [(name: String, reason: any Error)] {
        guard let site = DjangoCacheUpdates(settings) else { return try deleteCacheFiles(names, in: tree) }
        site.takeOver()
        site.willDelete(names)
        let failures = Result {
            var failures: [(name: String, reason: any Error)] = []
            // A page that uses a deleted file can fail until the key of this file is deleted. So delete the files in
            // parts, and the keys of each part immediately after its files. A part has 1000 files, because a bucket
            // deletes at most 1000 objects with one request.
            for start in stride(from: 0, to: names.count, by: 1000) {
                let part = Array(names[start..<min(start + 1000, names.count)])
                // After an error, it is unknown which files of a bucket are deleted. So delete the keys of the complete
                // part even then.
                defer { site.deleted(part) }
                failures += try deleteCacheFiles(part, in: tree)
            }
            site.deleted(forgotten)
            return failures
        }
        await site.finish(report)
        return try failures.get()
    }

    private func deleteCacheFiles(_ names: [String], in tree: CacheTree) throws -> [(name: String, reason: any Error)] {
        var failures: [(name: String, reason: any Error)] = []
        if let bucket, !names.isEmpty {
            failures = try bucket.open().delete(names).map { ($0.name, $0.reason) }
        }
        let kept = Set(failures.map { ByteName($0.name) })
        for name in names where !kept.contains(ByteName(name)) {
            do {
                try tree.delete(settings.cachePath(of: name))
            } catch let error as FileError where error.isAbsence && bucket != nil {
                continue
            } catch {
                failures.append((name, error))
            }
        }
        return failures
    }
}
