import CacheState
import Files
import Planning
import Registry

/// Deletes orphans, their records, and empty folders.
package struct Prune: Sendable {
    package let registry: Registry
    package var isDryRun = false
    /// The age that an orphan must exceed to be deleted; nil for orphans of any age.
    package var olderThan: Duration?
    /// Whether unproven orphans in a folder that is shared with Django are deleted too (`Orphans.unproven`).
    package var includesUnproven = false
    /// Whether orphans are deleted although a safety check fails. A check fails in these cases:
    /// - A source folder or a source group is missing or cannot be read.
    /// - The names of the cache files of a source are unknown (`PlannedSource.hasUnknownNames`).
    /// - A source group is a list from standard input. Such a list often contains only the sources of one run.
    /// - Most cache files would be deleted.
    package var skipsSafetyChecks = false
    package var patience = LockPatience.unlimited

    package init(_ registry: Registry) { self.registry = registry }

    /// - Returns: the files that were deleted. In a dry run, the files that would be deleted.
    /// - Throws: `PruneError` if a safety check fails (in this case, nothing is deleted), `CacheTreeBusyError`, and the
    ///   errors of a survey.
    package func run(_ report: any GenerationReport) async throws -> [Orphans.File] {
        let tree = CacheTree(settings: registry.settings)
        do { return try await run(tree, report) } catch { throw error.withRemedy(in: tree) }
    }

    private func run(_ tree: CacheTree, _ report: any GenerationReport) async throws -> [Orphans.File] {
        guard !isDryRun else { return try orphans(report) }
        guard registry.hasCacheFiles(tree) else { return [] }
        let lock = try CacheTreeLock.take(
            tree,
            create: true,
            excludingCalls: true,
            waiting: report.waiting(patience)
        )
        defer { lock?.release() }
        let orphans = try orphans(report)
        let names = orphans.map(\.name)
        // If this process is killed, or if the server of the bucket does not answer, it is unknown which objects the
        // server deleted. So mark the records as pending first: if the source of such an image returns, a run makes
        // the image again.
        let backend = registry.settings.cacheBackend
        if registry.settings.storesInBucket { try backend.change(tree) { try $0.markPending(names) } }
        let failures = try await registry.deleteCacheFiles(names, in: tree, report)
        for failure in failures { report.problem("\(failure.reason)") }
        let kept = Set(failures.map { ByteName($0.name) })
        let deleted = orphans.filter { !kept.contains(ByteName($0.name)) }
        try backend.change(tree) { try $0.forget(deleted.map(\.name)) }
        tree.removeEmptyFolders()
        return deleted
    }

    /// The maximum age in seconds (272 years). A longer age is replaced by this age, because its nanoseconds could
    /// overflow.
    private static let longestAge: Int64 = 1 << 33

    private func orphans(_ report: any GenerationReport) throws -> [Orphans.File] {
        let survey = Survey(registry: registry, notify: { report.notice($0) })
        if let root = survey.missingRoots.first, !skipsSafetyChecks { throw PruneError.missingRoot(root) }
        var wanted = WantedFiles()
        let gaps = try survey.forEachSource { wanted.add($0) }
        if !skipsSafetyChecks {
            if let folder = gaps.unreadFolders.first { throw PruneError.unreadFolder(folder) }
            if let source = gaps.sourcesWithUnknownNames.first { throw PruneError.unreadSource(source) }
        }
        let orphans = try Orphans(registry, wanted: wanted)
        let limit = olderThan.map { currentTime() - Int(min($0.components.seconds, Self.longestAge)) * 1_000_000_000 }
        let all = includesUnproven ? orphans.files + orphans.unproven : orphans.files
        if !includesUnproven, !orphans.unproven.isEmpty {
            report.warning(
                "a Django site shares the folder, so \(orphans.unproven.count) orphans that the site may have made are "
                    + "kept; --include-unproven deletes them too",
                isEveryday: true
            )
        }
        let files = all.filter { file in limit.map { file.modified < $0 } ?? true }
        if !skipsSafetyChecks, let error = possibleMistake(files.count, of: orphans.ours) {
            // In a dry run, only print a warning, because the user needs the list to find out whether the files are
            // unused.
            guard isDryRun else { throw error }
            report.warning("without --yes: \(error)", isEveryday: false)
        }
        return files
    }

    /// The reason why orphans may be files that are still needed; nil if there is no such reason.
    private func possibleMistake(_ count: Int, of all: Int) -> PruneError? {
        if count > 0, let group = registry.sourceGroups.values.filter(\.isStandardInput).map(\.name).min() {
            return .standardInput(group: group, count)
        }
        return count * 2 > all ? .mostOfTheTree(count, of: all) : nil
    }
}

/// The reason why nothing is deleted. In each case, files that are still needed could be deleted by mistake.
package enum PruneError: Error, CustomStringConvertible {
    case missingRoot(String)
    case unreadFolder(String)
    case unreadSource(String)
    case standardInput(group: String, Int)
    case mostOfTheTree(Int, of: Int)

    package var description: String {
        switch self {
        case .missingRoot(let path):
            "nothing deleted: the source folder \(path) does not exist; "
                + "if this is intended, add --yes"
        case .unreadFolder(let folder):
            "nothing deleted: \(folder) cannot be read, so its sources seem to be deleted; "
                + "if this is intended, add --yes"
        case .unreadSource(let name):
            "nothing deleted: the source \(name) cannot be read, so it is unknown which cache files it has; "
                + "if this is intended, add --yes"
        case .standardInput(let group, let count):
            "nothing deleted: \(count == 1 ? "1 cache file" : "\(count) cache files") would be deleted, but the list "
                + "of the source group \(group) is standard input, which may lack sources; "
                + "if it contains all sources, add --yes"
        case .mostOfTheTree(let count, let all):
            "nothing deleted: \(count) of \(all) cache files would be deleted, more than half; "
                + "list them with --dry-run, and if this is intended, add --yes"
        }
    }
}
