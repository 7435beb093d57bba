import Files
import FileSearch
import ImageSpecs
import Registry
import Synchronization

/// The source groups of a registry ready for use: which sources each has, which groups a source is in, and what their
/// columns say of it.
package final class SourceCatalog: Sendable {
    package enum Members: Sendable {
        case filter(NameFilter, globs: [Glob])
        case table(SourceTable)
    }

    package let settings: Settings
    /// Filled while sources are streamed.
    package let unreadFolders = UnreadFolders()
    private let registry: Registry
    private let streamed: Set<String>
    /// By the groups' names. A list is read, a query asked and a program run once, when somebody wants to know.
    private let loaded = Mutex<[String: Members]>([:])
    private let places: Mutex<SourcePlaces>

    /// - Parameter groups: those that may be streamed. Standard input is read for one of these alone: nobody else asked
    ///   for it.
    /// - Throws: `UnreadableSourceGroup`.
    package init(of registry: Registry, streaming groups: [SourceGroup]) throws(UnreadableSourceGroup) {
        settings = registry.settings
        self.registry = registry
        places = Mutex(SourcePlaces(settings))
        streamed = Set(groups.map(\.name))
        try load(streamed)
    }

    /// Makes some groups ready, by name.
    package func load(_ groups: some Sequence<String>) throws(UnreadableSourceGroup) {
        for name in groups where loaded.withLock({ $0[name] == nil }) {
            guard let group = registry.sourceGroups[name] else { continue }
            let members = try members(of: group)
            loaded.withLock { $0[name] = members }
        }
    }

    /// Makes all groups ready that generators have.
    package func loadAll() throws(UnreadableSourceGroup) {
        try load(Set(registry.generators.flatMap(\.groups)).sorted(by: precedesInBytes))
    }

    /// Those of a group that is ready.
    package func members(of group: String) -> Members {
        loaded.withLock { $0[group] } ?? .table(SourceTable(names: []))
    }

    private func members(of group: SourceGroup) throws(UnreadableSourceGroup) -> Members {
        switch group.members {
        case .glob(let include, let exclude):
            return .filter(NameFilter(include: include, exclude: exclude), globs: include)
        case .files(let names):
            return .table(SourceTable(names: names))
        case .table(let table): return .table(table)
        case .list(nil) where !streamed.contains(group.name):
            return .table(SourceTable(names: []))
        case .list(let path):
            return try table(of: group) { try readList(path, into: &$0) }
        case .sqlite(let path, let query):
            return try table(of: group) { try querySQLite(path, query, into: &$0) }
        case .postgresql(let variable, let address, let query):
            return try table(of: group) { try queryPostgreSQL(address, of: variable, query, into: &$0) }
        case .command(let command, let folder):
            return try table(of: group) { try SourceProgram(command: command, folder: folder).run(into: &$0) }
        }
    }

    private func table(
        of group: SourceGroup,
        _ read: (inout SourceTableBuilder) throws -> Void
    ) throws(UnreadableSourceGroup) -> Members {
        var rows = SourceTableBuilder(columns: registry.columns(of: group.name))
        do {
            try read(&rows)
        } catch {
            throw UnreadableSourceGroup(group: group.name, reason: "\(error)")
        }
        return .table(rows.table())
    }

    package func group(_ group: String, contains source: String) -> Bool {
        switch members(of: group) {
        case .filter(var filter, _):
            !isInCacheFolder(source) && filter.takes(Array(source.utf8), in: filter.root)
        case .table(let table): table.contains(source)
        }
    }

    /// What a column of a group that is ready says of a source.
    func value(of column: String, for source: String, in group: String) -> FieldValue? {
        if case .table(let table) = members(of: group) { table.value(of: column, for: source) } else { nil }
    }

    /// Where a source is; nil where nothing is there.
    package func place(of source: String, isLink: Bool) -> SourcePlaces.Place? {
        places.withLock { $0.place(of: source, isLink: isLink) }
    }

    /// Whether any group says that its sources may lie outside `MEDIA_ROOT`.
    package var followsOutside: Bool { registry.sourceGroups.values.contains(where: \.followsOutside) }

    /// Whether some group has a source and says that it may lie outside `MEDIA_ROOT`: what counts for a command that
    /// names the source itself, and no group.
    package func followsOutside(to source: String) throws(UnreadableSourceGroup) -> Bool {
        for (name, group) in registry.sourceGroups.sorted(by: { precedesInBytes($0.key, $1.key) })
        where group.followsOutside {
            try load([name])
            if self.group(name, contains: source) { return true }
        }
        return false
    }

    package func isInCacheFolder(_ source: String) -> Bool {
        source.utf8.starts(with: (settings.cachefileDir + "/").utf8)
    }
}

/// A source group whose sources cannot be found out: nothing can be said of what is missing.
package struct UnreadableSourceGroup: Error, CustomStringConvertible {
    let group: String
    let reason: String

    init(group: String, reason: String) {
        self.group = group
        self.reason = reason
    }

    init(group: String, mediaRoot: String, reason: String) {
        self.init(group: group, reason: "MEDIA_ROOT, \(mediaRoot), cannot be read: \(reason)")
    }

    package var description: String { "source group \"\(group)\": \(reason)" }
}
