import CacheState
import Files
import Planning
import Registry

/// Merges the states of other machines into the state of a registry (`imagekit state merge`).
///
/// Machines without a common file system have separate states. If they store their images in one bucket, or if their
/// cache folders were copied into one folder, the merged state has the records of all images.
package struct OtherStates: Sendable {
    private let registry: Registry
    package var patience = LockPatience.unlimited

    package init(_ registry: Registry) { self.registry = registry }

    /// - Parameter paths: state files, and folders that contain states.
    /// - Throws: `OtherStateError`, `UnusableOtherStateError`, `CacheTreeBusyError`, and the errors of a state. After
    ///   an error in one of the states, the states before it stay merged.
    package func merge(_ paths: [String], _ report: any GenerationReport) throws -> StateMerge.Counts {
        let tree = CacheTree(settings: registry.settings)
        return try merge(files: paths.flatMap { try files(at: $0, tree) }, report, unusable: { throw $1 })
    }

    /// - Parameters:
    ///   - locked: called before and after the merge, while the cache folder is locked and the state is closed. It is
    ///     not called after an error.
    ///   - unusable: receives the index of a file that is not a usable state, and the error. It can throw an error to
    ///     end the merge.
    func merge(
        files: [String],
        _ report: any GenerationReport,
        locked: (_ isMerged: Bool) -> Void = { _ in },
        unusable: (Int, any Error) throws -> Void
    ) throws -> StateMerge.Counts {
        let tree = CacheTree(settings: registry.settings)
        do {
            let waiting = report.waiting(patience)
            let lock = try CacheTreeLock.take(tree, create: true, excludingCalls: true, waiting: waiting)
            defer { lock?.release() }
            locked(false)
            let counts = try merge(files, tree, unusable)
            locked(true)
            return counts
        } catch {
            throw error.withRemedy(in: tree)
        }
    }

    /// The caller must hold the lock of the cache folder.
    private func merge(
        _ files: [String],
        _ tree: CacheTree,
        _ unusable: (Int, any Error) throws -> Void
    ) throws -> StateMerge.Counts {
        let state = try registry.settings.cacheBackend.openForWriting(tree)
        defer { state.close() }
        guard let merge = StateMerge(into: state, of: tree, accepts: check()) else { throw OtherStateError.noState }
        var sum = StateMerge.Counts()
        for (index, file) in files.enumerated() {
            do {
                sum += try merge.merge(file)
            } catch  where error is UnusableOtherStateError || error is NewerStateError {
                try unusable(index, error)
            }
        }
        return sum
    }

    /// Returns a function that checks whether a record describes an existing cache file.
    func check() -> (CacheRecord) throws -> Bool {
        let objects = StoredObjects(registry.settings, isForFewImages: false)
        return { record in
            let isStored = isStored(record, objects)
            try objects?.check()
            return isStored
        }
    }

    /// The state files at a path: the file itself, or the states in a folder or in its folder `.imagekit`.
    private func files(at path: String, _ tree: CacheTree) throws(OtherStateError) -> [String] {
        guard isFolder(path) else {
            guard FileStamp(path: path) != nil else { throw .missing(path: path) }
            // Check the name, because only the name of a state shows which bucket the state describes.
            let name = path.split(separator: "/").last.map(String.init) ?? path
            guard name.hasPrefix(tree.stateFilePrefix), name.hasSuffix(".sqlite3") else {
                throw .otherStorage(path: path, expected: tree.stateFilePrefix)
            }
            return [path]
        }
        for folder in [path, path + "/" + PrivateFolder.name] {
            let names = entries(ofFolder: folder).filter {
                $0.hasPrefix(tree.stateFilePrefix) && $0.hasSuffix(".sqlite3")
            }
            if !names.isEmpty { return names.map { folder + "/" + $0 } }
        }
        throw .noStateFile(folder: path, expected: tree.stateFilePrefix)
    }

    /// Whether a cache file with the content of the record exists. A record about another content would make an old
    /// image count as fresh. If images are in a bucket, the bucket must have a file with the recorded size, even if the
    /// cache folder has a copy. Neither the record nor the copy proves that the bucket has the file, because `prune`
    /// can have deleted the image after the other machine recorded it. The bucket is listed once.
    private func isStored(_ record: CacheRecord, _ objects: StoredObjects?) -> Bool {
        if let objects {
            guard case .made(let bytes, _) = record.state, objects.bytes(of: record.name) == bytes else { return false }
        }
        let path = registry.settings.cachePath(of: record.name)
        guard FileStamp(path: path) != nil else { return objects != nil }
        return record.output != nil && (try? ContentDigest.read(path).digest) == record.output
    }
}

/// The reason why no state can be merged.
package enum OtherStateError: Error, CustomStringConvertible {
    case noState
    case missing(path: String)
    case otherStorage(path: String, expected: String)
    case noStateFile(folder: String, expected: String)

    package var description: String {
        switch self {
        case .noState: "IMAGEKIT_CACHE_BACKEND keeps no state in a file: set it to sqlite"
        case .missing(let path): "\(path) is not found: give the file of a state, or a folder with files of states"
        case .otherStorage(let path, let expected):
            "\(path) does not have the name of a state of this storage: use a file whose name begins with \"\(expected)\" "
                + "and ends with \".sqlite3\""
        case .noStateFile(let folder, let expected):
            "\(folder) has no state of this storage: there is no file whose name begins with \"\(expected)\" and ends with "
                + "\".sqlite3\""
        }
    }
}
