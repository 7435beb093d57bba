import CacheState
import DjangoImport
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

/// Renames cache files that were made under another name, if nothing but their name has changed.
///
/// If a run is killed after a file is renamed and before it is recorded, the file has no record. The next run adopts it
/// if the source is unchanged, and makes it again otherwise.
extension Batch {
    /// - Returns: the remaining work, including files that could not be renamed, and the number of renamed files.
    func rename(
        _ work: PlannedWork,
        _ records: [ByteName: CacheRecord],
        _ state: any WritableState
    ) throws -> (left: PlannedWork, renamed: Int) {
        var left = work
        var changes: [StateChange] = []
        var former: Set<ByteName> = []
        var renamed = 0
        for renaming in work.renamings {
            guard let record = records[ByteName(renaming.former)], let image = image(of: record, renaming),
                rename(renaming)
            else {
                left.make(insteadOf: renaming)
                continue
            }
            renamed += 1
            former.insert(ByteName(renaming.former))
            let naming = builder.naming(of: renaming.generator, renaming.spec)
            changes.append(.cacheFile(source: renaming.origin.key, record.renamed(to: renaming.name, naming)))
            if changes.count >= 1000 {
                try state.write(changes)
                changes.removeAll(keepingCapacity: true)
            }
            report.image(
                ImageEvent(
                    generator: registry.generators[renaming.generator].id,
                    origin: renaming.origin,
                    name: renaming.name,
                    status: .generated(image, .renamed, seconds: 0)
                )
            )
        }
        try state.write(changes)
        if !former.isEmpty { try state.forget(former.map(\.text)) }
        return (left, renamed)
    }

    /// Returns the records of the files under their former names. They must be read before the state is written.
    func formerRecords(_ renamings: [PlannedWork.Renaming]) throws -> [ByteName: CacheRecord] {
        guard !renamings.isEmpty, let state = registry.settings.cacheBackend.openForReading(folder) else { return [:] }
        defer { state.close() }
        var records: [ByteName: CacheRecord] = [:]
        for renaming in renamings where records[ByteName(renaming.former)] == nil {
            let known = try state.read(StatePart(source: renaming.origin.key)) {
                try $0.records(of: renaming.origin.key)
            }
            records[ByteName(renaming.former)] = known.files.first { $0.isNamed(renaming.former) }
        }
        return records
    }

    private func image(of record: CacheRecord, _ renaming: PlannedWork.Renaming) -> Outcome.MadeImage? {
        guard case .made(_, let image) = record.state else { return nil }
        return image?.image ?? ImageHeader.read(registry.settings.path(of: renaming.former))
    }

    /// - Returns: whether the file has its new name; generators with the same spec share it.
    private func rename(_ renaming: PlannedWork.Renaming) -> Bool {
        let (from, to) = (registry.settings.path(of: renaming.former), registry.settings.path(of: renaming.name))
        if FileStamp(path: to) != nil { return true }
        guard (try? folder.rename(from, to: to)) != nil else { return false }
        // Delete the folder if it is empty now, such as one of source_name_as_path. Another shard could be about to use
        // it.
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
