import CacheState
import Files
import Planning
import Registry
import SourceGroups
import Storage

/// The states that machines without a common file system share in a bucket (`IMAGEKIT_SHARED_STATE`).
///
/// Each shard has an object of its own, with the records of its sources (`StateExport`). At its start, a run merges the
/// objects that can contain records of its sources: the object of its own shard `K/N`, and the objects of all shards
/// with another N. For example, a run with `--shard 1/2` also merges the objects of the shards 1/3, 2/3, and 3/3. At
/// its end, the run uploads the object of its own shard.
///
/// Two machines can upload the same object, for example if two runs without a shard overlap. So an upload replaces an
/// object only if the upload contains all records of this object. `PutCondition` detects that another machine was
/// faster.
package struct SharedStates: Sendable {
    private let registry: Registry
    private let bucket: BucketStorage
    private let tree: CacheTree
    private let copies: SourceCopies

    /// The maximum number of attempts to upload an object that other machines replace at the same time.
    static let attempts = 5

    /// - Returns: nil if the machines share no states.
    package init?(_ registry: Registry) {
        guard var bucket = registry.settings.sharedState else { return nil }
        // A state contains the names of all sources, so do not publish it, even if these options publish images.
        (bucket.configuration.acl, bucket.configuration.cacheControl) = (nil, nil)
        self.registry = registry
        self.bucket = bucket
        tree = CacheTree(settings: registry.settings)
        // The limit of zero bytes deletes each copy after its use.
        copies = SourceCopies(tree.privatePath + "/states", limit: 0)
    }

    // MARK: - Merging

    /// Merges all states of the bucket.
    /// - Throws: the errors of `copy`, and the errors of `OtherStates.merge`.
    package func merge(_ patience: LockPatience, _ report: any GenerationReport) throws -> StateMerge.Counts {
        let storage = try bucket.open()
        let states = try states(storage)
        guard !states.isEmpty else {
            throw SharedStateError.noState(address: storage.address, expected: tree.stateFilePrefix)
        }
        return try merge(states, storage, patience, report, unusable: { throw $1 })
    }

    /// Merges the states that changed since the last merge, and that can contain sources of a shard. An unusable state
    /// is reported and left out. The exception is the shard's own state if a newer version of imagekit uploaded it:
    /// this function throws an error, because the upload at the end of the run must not replace this state.
    ///
    /// A shard does not wait for the other shards in the same cache folder: it merges nothing if they are running.
    /// - Returns: the states in the bucket.
    /// - Throws: the errors of `copy`, and the errors of `OtherStates.merge`.
    func mergeChanged(
        _ shard: Shard?,
        _ patience: LockPatience,
        _ report: any GenerationReport
    ) throws -> [Shard: StoredObject] {
        guard registry.settings.cacheBackend.lifetime == .lasting else { throw OtherStateError.noState }
        let own = shard ?? .whole
        let storage = try bucket.open()
        let states = try states(storage)
        let notes = SharedStateNotes(tree, bucket)
        let changed = states.filter { other, object in
            (other == own || other.count != own.count) && !notes.contains(object, of: other)
        }
        guard !changed.isEmpty else { return states }
        // A merge writes only records that the bucket has. So if the bucket had all records of this state before the
        // merge, it also has all records of the merged state. Compare and record the stamp while the folder is locked:
        // without the lock, another process can add records that the bucket does not have.
        var isComplete = false
        do {
            _ = try merge(changed, storage, shard == nil ? patience : .none, report) { isMerged in
                var notes = SharedStateNotes(tree, bucket)
                if !isMerged {
                    isComplete = notes.isComplete(own)
                } else if isComplete {
                    notes.setComplete(own, notes.stamp)
                    notes.write()
                }
            } unusable: { other, error in
                if case .newer = error, other == own { throw error }
                report.warning("\(error)", isEveryday: false)
            }
        } catch is CacheTreeBusyError where shard != nil {
            // Another shard is running, so nothing is merged.
        }
        return states
    }

    /// - Parameters:
    ///   - locked: called before and after the merge, as in `OtherStates.merge`.
    ///   - unusable: receives the shard of a state that cannot be used, and the reason.
    private func merge(
        _ states: [Shard: StoredObject],
        _ storage: any ObjectStorage,
        _ patience: LockPatience,
        _ report: any GenerationReport,
        locked: (_ isMerged: Bool) -> Void = { _ in },
        unusable: (Shard, SharedStateError) throws -> Void
    ) throws -> StateMerge.Counts {
        try tree.prepareForSharing()
        var (held, merged): ([SourceCopy], [Shard]) = ([], [])
        for (shard, object) in states.sorted(by: { ($0.key.count, $0.key.number) < ($1.key.count, $1.key.number) }) {
            guard let copy = try copy(of: object, storage, isStopped: { Task.isCancelled }) else { continue }
            held.append(copy)
            merged.append(shard)
        }
        // A copy is deleted when it is no longer held.
        defer { withExtendedLifetime(held) {} }
        var others = OtherStates(registry)
        others.patience = patience
        var left: Set<Shard> = []
        let counts = try others.merge(files: held.map(\.path), report, locked: locked) { index, error in
            let shard = merged[index]
            let address = storage.address + "/" + (states[shard]?.name ?? "")
            guard let error = SharedStateError(error, address: address) else { throw error }
            try unusable(shard, error)
            left.insert(shard)
        }
        var notes = SharedStateNotes(tree, bucket)
        for shard in merged where !left.contains(shard) {
            if let object = states[shard] { notes.setMerged(shard, object.tag) }
        }
        // The notes permit later uploads to replace the merged objects. An object then loses the records that the merge
        // ignored. Without a bucket for images, these can be records of images that only other machines have. So do not
        // write the notes. With a bucket for images, an ignored record usually describes an image that the bucket does
        // not have, so its loss does no harm.
        if counts.ignored == 0 || registry.settings.storesInBucket { notes.write() }
        return counts
    }

    /// Downloads a state.
    /// - Returns: nil if another machine has replaced or deleted the object since it was listed.
    /// - Throws: `StorageError`, `FileError`, `SharedStateError`, and `CancellationError`.
    private func copy(
        of object: StoredObject,
        _ storage: any ObjectStorage,
        isStopped: @escaping @Sendable () -> Bool = { false }
    ) throws -> SourceCopy? {
        let object = SourceObject(bucket: bucket, name: object.name, bytes: object.bytes, tag: object.tag)
        do throws(SourceCopyError) {
            return try copies.copy(of: object, isStopped: isStopped) { () throws(StorageError) in storage }
        } catch {
            switch error {
            case .storage(let error) where error.isOfChange || error.isOfAbsence: return nil
            case .storage(let error): throw error
            case .file(let error): throw error
            case .damaged(let address): throw SharedStateError.damagedDownload(address: address)
            case .stopped: throw CancellationError()
            }
        }
    }

    /// The states in the bucket that describe the cache files of this registry's storage.
    private func states(_ storage: any ObjectStorage) throws(StorageError) -> [Shard: StoredObject] {
        var states: [Shard: StoredObject] = [:]
        try storage.list(tree.stateFilePrefix) { object in
            if let shard = Shard(inFileName: object.name), name(of: shard) == object.name { states[shard] = object }
        }
        return states
    }

    private func name(of shard: Shard) -> String { tree.stateFilePrefix + shard.inFileNames + ".sqlite3" }

    // MARK: - Uploading

    /// Uploads the state of a shard, unless the bucket has all its records.
    /// - Parameter states: the states that the bucket had at the start of the run.
    /// - Throws: the errors of `copy`, and errors of the state.
    func upload(_ shard: Shard?, _ states: [Shard: StoredObject], _ report: any GenerationReport) throws {
        let own = shard ?? .whole
        let notes = SharedStateNotes(tree, bucket)
        if notes.stamp.isEmpty || notes.contains(states[own], of: own) && notes.isComplete(own) { return }
        try tree.prepareForSharing()
        // Take a lock for the upload. The run has released its lock, so another run can upload at the same time.
        let start = tree.privatePath + "/shared"
        let lockPath = start + ".lock"
        let lock = try FileLock.take(lockPath, shared: false, create: true, waiting: report.waiting(.unlimited))
        defer { lock?.release() }
        if isSharedWithGroup(tree.privatePath) { shareWithGroup(lockPath) }
        let folder = CacheTree(settings: registry.settings, shard: shard)
        let path = start + "-" + own.inFileNames + ".sqlite3"
        guard let export = try StateExport(of: folder, registry.settings.cacheBackend, own, to: path) else { return }
        defer { export.delete() }
        guard let tag = try upload(export, of: own, notes) else { return }
        // Read the notes again, because the run of another shard can have written them in the meantime.
        var current = SharedStateNotes(tree, bucket)
        current.setMerged(own, tag)
        current.setComplete(own, notes.stamp)
        current.write()
    }

    /// - Returns: the tag of the object; nil if the object can have records that this machine's state does not contain.
    private func upload(_ export: StateExport, of own: Shard, _ notes: SharedStateNotes) throws -> String? {
        let storage = try bucket.open()
        let name = name(of: own)
        let address = storage.address + "/" + name
        var added: Set<String> = []
        for _ in 0..<Self.attempts {
            let found = try storage.find(name)
            if let found, !notes.contains(found, of: own), !added.contains(found.tag) {
                // Add the records of this object to the upload, because this machine's state can lack them. For
                // example, another machine uploaded the object after the start of this run.
                guard let copy = try copy(of: found, storage) else { continue }
                defer { withExtendedLifetime(copy) {} }
                do {
                    try export.merge(copy.path)
                } catch {
                    switch SharedStateError(error, address: address) {
                    // Replace a damaged object. If the object existed at the start of the run, the damage was reported.
                    case .unusable?: break
                    case let reason?: throw reason
                    case nil: throw error
                    }
                }
                added.insert(found.tag)
            }
            let content = try readFile(export.path)
            if let found, found.hasMD5(of: content) { return added.isEmpty ? found.tag : nil }
            do throws(StorageError) {
                let condition = found.map { PutCondition.tag($0.tag) } ?? .absent
                let tag = try storage.put(content, as: name, type: "application/vnd.sqlite3", condition: condition)
                return added.isEmpty ? tag : nil
            } catch {
                guard error.isOfChange || error.isOfAbsence else { throw error }
            }
        }
        throw SharedStateError.contended(address: address)
    }
}
