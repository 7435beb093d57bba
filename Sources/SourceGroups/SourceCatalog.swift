import Files
import FileSearch
import ImageSpecs
import Registry
import Synchronization

/// The source groups of a registry, ready for use: the sources of each group, the groups of each source, and the values
/// of the groups' columns.
package final class SourceCatalog: Sendable {
    /// The sources of a loaded group: the globs that find them, or the rows of a table.
    package enum Members: Sendable {
        case filter(NameFilter, globs: [Glob])
        case bucket(NameFilter, globs: [Glob], BucketStorage)
        case table(SourceTable)
    }

    package let settings: Settings
    /// The folders, buckets, and groups whose sources are unknown. They are added while sources are streamed.
    package let unreadFolders = UnreadFolders()
    let buckets = SourceBuckets()
    /// The local copies of sources in buckets.
    package let copies: SourceCopies
    /// The groups whose sources are in buckets, in byte order of their names.
    let bucketGroups: [SourceGroup]
    private let registry: Registry
    private let streamed: Set<String>
    /// The members of the loaded groups by name. Loading a group means reading its list, sending its query, or running
    /// its program. This can take a long time, so each group is loaded only once.
    private let loaded = Mutex<[String: Members]>([:])
    /// Held while groups are loaded, so that another thread does not load the same group at the same time.
    private let loading = Mutex(())
    /// For each group whose table does not exist, the error of the database.
    private let missingTables = Mutex<[String: String]>([:])
    private let links: Mutex<LinkResolver>

    /// - Parameter groups: the groups that will be streamed. Standard input is read only for these groups, because the
    ///   user provides it for the groups of this run.
    /// - Throws: `UnreadableSourceGroupError`.
    package init(of registry: Registry, streaming groups: [SourceGroup]) throws(UnreadableSourceGroupError) {
        settings = registry.settings
        self.registry = registry
        copies = SourceCopies(settings.sourceCacheFolder, limit: settings.sourceCacheBytes)
        bucketGroups = registry.sourceGroups.values.filter { $0.bucket != nil }
            .sorted { precedesInBytes($0.name, $1.name) }
        links = Mutex(LinkResolver(settings))
        streamed = Set(groups.map(\.name))
        try load(streamed)
    }

    /// Loads the groups with these names, except those that are loaded already.
    package func load(_ groups: some Sequence<String>) throws(UnreadableSourceGroupError) {
        try loading.withLock { _ throws(UnreadableSourceGroupError) in
            for name in groups where loaded.withLock({ $0[name] == nil }) {
                guard let group = registry.sourceGroups[name] else { continue }
                let members = try members(of: group)
                loaded.withLock { $0[name] = members }
            }
        }
    }

    /// Loads all groups that generators use.
    package func loadAll() throws(UnreadableSourceGroupError) {
        try load(Set(registry.generators.flatMap(\.groups)).sorted(by: precedesInBytes))
    }

    /// The members of a loaded group.
    package func members(of group: String) -> Members {
        loaded.withLock { $0[group] } ?? .table(SourceTable(names: []))
    }

    private func members(of group: SourceGroup) throws(UnreadableSourceGroupError) -> Members {
        switch group.members {
        case .glob(let include, let exclude):
            return .filter(NameFilter(include: include, exclude: exclude), globs: include)
        case .bucket(let bucket, let include, let exclude):
            return .bucket(NameFilter(include: include, exclude: exclude), globs: include, bucket)
        case .files(let names):
            return .table(SourceTable(names: names))
        case .table(let table): return .table(table)
        case .list(nil) where !streamed.contains(group.name):
            return .table(SourceTable(names: []))
        case .list(let path):
            let members = try table(of: group) { try readList(path, into: &$0) }
            if let path, case .table(let table) = members { try checkNames(table, of: group, path) }
            return members
        case .sqlite(let path, let query):
            return try table(of: group) { try querySQLite(path, query, into: &$0) }
        case .postgresql(let variable, let address, let query):
            return try table(of: group) { try queryPostgreSQL(address, of: variable, query, into: &$0) }
        case .command(let command, let folder):
            return try table(of: group) { try SourceProgram(command: command, folder: folder).run(into: &$0) }
        }
    }

    /// Refuses a list if no entry is the name of an existing file. Such a list is perhaps another file whose path was
    /// given by mistake, such as a file with passwords. A run would print each line of this file as the name of a
    /// missing source.
    private func checkNames(
        _ table: SourceTable,
        of group: SourceGroup,
        _ path: String
    ) throws(UnreadableSourceGroupError) {
        let names = table.names
        // Accept a short list in the folder of the registry, because the sources of a new list may not exist yet.
        let isOwn = isPath(resolvedPath(path) ?? path, in: resolvedPath(folder(ofFile: registry.path)) ?? "")
        guard names.count >= (isOwn ? Self.minCheckedNames : 1), !names.contains(where: isPresent) else { return }
        let reason =
            "\(path): none of its \(names.count) entries is the name of a file in MEDIA_ROOT: is it a list of names?"
        throw UnreadableSourceGroupError(group: group.name, reason: reason)
    }

    private static let minCheckedNames = 5

    private func isPresent(_ name: String) -> Bool { FileStamp(path: settings.path(of: name)) != nil }

    private func table(
        of group: SourceGroup,
        _ read: (inout SourceTableBuilder) throws -> Void
    ) throws(UnreadableSourceGroupError) -> Members {
        var rows = SourceTableBuilder(columns: registry.columns(of: group.name))
        do {
            try read(&rows)
        } catch let error as QueryError where error.isMissingTable {
            // Continue with an empty group, because a missing table does not affect the other groups.
            missingTables.withLock { $0[group.name] = "\(error)" }
            return .table(SourceTable(names: []))
        } catch let error as FileError {
            throw UnreadableSourceGroupError(
                group: group.name,
                reason: "\(error)" + readingRemedy(error.path, error.code)
            )
        } catch {
            throw UnreadableSourceGroupError(group: group.name, reason: "\(error)")
        }
        return .table(rows.table())
    }

    /// If the table of a loaded group does not exist, the error of the database; otherwise nil.
    func missingTable(of group: String) -> String? { missingTables.withLock { $0[group] } }

    /// Returns whether a loaded group contains the source with this name. The file does not need to exist.
    package func group(_ group: String, contains source: String) -> Bool {
        switch members(of: group) {
        case .filter(var filter, _), .bucket(var filter, _, _):
            !isInCacheFolder(source) && filter.takes(Array(source.utf8), in: filter.root)
        case .table(let table): table.contains(source)
        }
    }

    /// The value of a column of a loaded group for a source.
    func value(of column: String, for source: String, in group: String) -> FieldValue? {
        if case .table(let table) = members(of: group) { table.value(of: column, for: source) } else { nil }
    }

    /// Returns the location of a source; nil if its path cannot be resolved.
    package func location(of source: String, isLink: Bool) -> LinkResolver.Location? {
        links.withLock { $0.location(of: source, isLink: isLink) }
    }

    /// Whether any group permits sources outside `MEDIA_ROOT`.
    package var followsOutside: Bool { registry.sourceGroups.values.contains(where: \.followsOutside) }

    /// Whether any group contains a source and permits this source to be outside `MEDIA_ROOT`. This function is for
    /// commands that name a source but no group.
    package func followsOutside(to source: String) throws(UnreadableSourceGroupError) -> Bool {
        for (name, group) in registry.sourceGroups.sorted(by: { precedesInBytes($0.key, $1.key) })
        where group.followsOutside {
            try load([name])
            if self.group(name, contains: source) { return true }
        }
        return false
    }

    /// Returns whether a name leads into the cache folder. Links are not followed.
    package func isInCacheFolder(_ source: String) -> Bool {
        source.utf8.starts(with: (settings.cacheFolderAmongSources + "/").utf8)
    }
}
