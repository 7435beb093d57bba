import CacheState
import Files
import ImageHeaders
import ImageSpecs
import Planning
import Registry
import WorkerProtocol

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Renames the cache files that are up to date except for their names.
///
/// If a run is killed after a file is renamed and before the new name is recorded, the file has no record. The next run
/// adopts such a file if the source is unchanged, and makes it again otherwise.
extension Batch {
    /// - Returns: the remaining work and the number of renamed files. The remaining work includes the images whose
    ///   files could not be renamed.
    func rename(
        _ work: PlannedWork,
        _ records: [ByteName: CacheRecord],
        _ state: any WritableState
    ) throws -> (left: PlannedWork, renamed: Int) {
        var left = work
        var changes: [StateChange] = []
        var former: Set<ByteName> = []
        var current: [String] = []
        let all = work.renamings.flatMap { $0.images.compactMap(\.formerName) }.filter { records[ByteName($0)] != nil }
        site?.willDelete(all)
        var isRecorded = false
        // If the state cannot be written, some files are renamed already. So notify the site after an error too.
        defer {
            site?.deleted(all)
            if !isRecorded { site?.recordUnwrittenKeys() }
        }
        for item in work.renamings {
            for image in item.images {
                guard let name = image.formerName, let record = records[ByteName(name)],
                    let made = description(of: record, name), rename(name, to: image.name)
                else {
                    left.make(image, of: item)
                    continue
                }
                current.append(image.name)
                former.insert(ByteName(name))
                let own = record.renamed(to: image.name, planner.naming(of: image))
                changes.append(.cacheFile(source: item.origin.key, own))
                if changes.count >= 1000 {
                    try state.write(changes)
                    changes.removeAll(keepingCapacity: true)
                }
                report.image(
                    ImageEvent(
                        image,
                        of: item.origin,
                        in: registry,
                        status: .generated(made, .renamed, seconds: 0)
                    )
                )
            }
        }
        try state.write(changes)
        if !former.isEmpty { try state.forget(former.map(\.text)) }
        isRecorded = true
        site?.exists(current)
        return (left, current.count)
    }

    /// Returns the records of the files to rename, by their former names. Leaves out files that must keep their names.
    /// Call this function before the state is opened for writing, so that the state is not open twice.
    func formerRecords(_ renamings: [PlannedWork.Item]) throws -> [ByteName: CacheRecord] {
        guard !renamings.isEmpty, let state = try registry.settings.cacheBackend.openForReading(folder) else {
            return [:]
        }
        defer { state.close() }
        let calls = try state.onDemand()
        var records: [ByteName: CacheRecord] = [:]
        for item in renamings {
            let key = item.origin.key
            let known = try state.read(StatePart(source: key)) { try $0.records(of: key) }
            for name in item.images.compactMap(\.formerName) where records[ByteName(name)] == nil {
                // A page can contain the URL that a single-file command printed. So leave out a file if the same
                // command would print this name again.
                if let call = calls[ByteName(name)], try registry.stillProduces(name, for: call, planner.specs) {
                    continue
                }
                records[ByteName(name)] = known.files.first { $0.isNamed(name) }
            }
        }
        return records
    }

    /// - Parameter name: the former name of the file.
    private func description(of record: CacheRecord, _ name: String) -> Outcome.MadeImage? {
        guard case .made(_, let image) = record.state else { return nil }
        return image?.image ?? ImageHeader.read(registry.settings.cachePath(of: name))
    }

    /// - Returns: whether a file with the new name exists after the call. It can exist before the call, because
    ///   generators with the same spec share a file.
    private func rename(_ former: String, to name: String) -> Bool {
        let (from, to) = (registry.settings.cachePath(of: former), registry.settings.cachePath(of: name))
        if FileStamp(path: to) != nil { return true }
        guard (try? folder.rename(from, to: to)) != nil else { return false }
        // Delete the former folder if it is empty now. With the namer source_name_as_path, each source has its own
        // folder. A shard keeps the folder, because another shard could be about to use it.
        if folder.shard == nil { rmdir(SourceName.split(from).folder) }
        return true
    }
}

extension CacheRecord {
    fileprivate func renamed(to name: String, _ naming: CacheFileNaming) -> CacheRecord {
        var record = self
        record.name = name
        record.naming = naming.identity
        return record
    }
}
