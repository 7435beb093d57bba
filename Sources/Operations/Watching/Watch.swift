import CacheState
import Files
import FileSearch
import Planning
import Registry
import SourceGroups
import SystemPackage

#if os(Linux)
    import Glibc

    /// Makes the images of a source when the source is saved, as the generators' strategies require
    /// (`on_source_saved`).
    ///
    /// The folders of the source groups are watched. Changed sources that are complete are passed to the same run as in
    /// `generateimages`. The same planner finds the sources whose images are missing at the start or whose events were
    /// lost. So there is only one way to make an image. The lock of the cache folder is held only while images are
    /// planned and made.
    package struct Watch: Sendable {
        /// The options of `imagekit watch`.
        package struct Options: Sendable {
            /// Patterns of generator ids; an empty array selects all generators.
            package var patterns: [String] = []
            /// How long a source must have no events before its images are made.
            package var settle = Duration.milliseconds(500)
            /// The interval of additional scans of all folders; nil for none.
            package var rescan: Duration?
            /// Whether images that are missing at the start are made.
            package var catchesUp = true

            package init() {}
        }

        /// The registry, with the contents that its lists, queries, and programs had at the start.
        package let registry: Registry
        private let options: Options
        private let selected: [GeneratorID]
        private let notify: @Sendable (SourceNotice) -> Void

        /// The maximum number of sources in one run. The limit keeps runs short. During a run, other runs wait for the
        /// lock, and neither lost events nor errors of the watcher are handled.
        private static let batch = 500

        /// - Throws: `SelectionError`, `WatchError`, `UnreadableSourceGroupError`.
        package init(_ registry: Registry, _ options: Options, notify: @escaping @Sendable (SourceNotice) -> Void)
            throws
        {
            let chosen = try Selection(patterns: options.patterns).generators(of: registry)
            let selection = Selection(patterns: options.patterns, event: .sourceSaved)
            selected = try selection.generators(of: registry)
            guard !selected.isEmpty else {
                throw WatchError.nothingOnSourceSaved(chosen.map { registry.generators[$0].id })
            }
            self.registry = try registry.readingLists(of: registry.groups(of: selected))
            self.options = options
            self.notify = notify
        }

        /// The ids of the generators whose images are made.
        package var generators: [String] { selected.map { registry.generators[$0].id } }

        /// Watches the folders until the task is cancelled.
        /// - Parameters:
        ///   - started: called when all watches are active, with the number of folders.
        ///   - make: makes the images of a selection.
        /// - Throws: `FolderWatchError`, `WatchError`, the errors of `make`, and `CancellationError`.
        package func run(started: (Int) -> Void, make: (Selection) async throws -> Void) async throws {
            // Ignore SIGIO, which ends a process by default. This process gets the signal if another process opens a
            // file for writing while `WriterProbe` has a lease on the file.
            signal(SIGIO, SIG_IGN)
            let groups = registry.groups(of: selected)
            let changes = ChangeQueue(settle: options.settle)
            let catalog = try SourceCatalog(of: registry, streaming: groups)
            let watcher = try SourceWatcher(groups, catalog, changes)
            defer { withExtendedLifetime(watcher) {} }
            started(watcher.folderCount)
            if options.catchesUp { changes.rescan() }
            var nextRescan = options.rescan.map { ContinuousClock.now + $0 }
            while true {
                try Task.checkCancellation()
                if try changes.takeRescan() { changes.found(try missing()) }
                if let time = nextRescan, let pause = options.rescan, time <= .now {
                    nextRescan = .now + pause
                    changes.found(try missing())
                }
                let names = changes.takeWhole(atMost: Self.batch) { look($0, groups, catalog) }
                if names.isEmpty {
                    try await changes.wait(until: nextRescan)
                } else {
                    try await make(Selection(patterns: options.patterns, event: .sourceSaved, sources: names))
                }
            }
        }

        /// The sources for which a run would make an image or record a change.
        private func missing() throws -> [String] {
            let tree = CacheTree(settings: registry.settings)
            // Wait for other batches, because images that another batch is making seem to be missing.
            let lock = try CacheTreeLock.take(tree, create: false, waiting: .unlimited())
            defer { lock?.release() }
            var names: [String] = []
            try Survey(registry: registry, notify: notify)
                .forEachSource(Selection(patterns: options.patterns, event: .sourceSaved)) { source in
                    try Task.checkCancellation()
                    // Leave out canvases, because a canvas has no source that could be saved.
                    guard case .source(let name) = source.origin else { return }
                    if source.hasWork { names.append(name) }
                }
            return names
        }

        private func look(
            _ name: String,
            _ groups: [SourceGroup],
            _ catalog: SourceCatalog
        ) -> SourceDebouncer.Look {
            let path = registry.settings.path(of: name)
            guard let status = try? Stat(path, followTargetSymlink: false) else { return .nothing }
            if status.type == .symbolicLink {
                let isFollowed = groups.contains { $0.followsOutside && catalog.group($0.name, contains: name) }
                // Use a new resolver for each source, because links and folders can have changed since the watch
                // started.
                var links = LinkResolver(registry.settings)
                guard let location = links.location(of: name, isLink: true), !location.isCacheFile,
                    isFollowed || location.escapeTarget == nil
                else { return .nothing }
            }
            return WriterProbe.look(at: path)
        }
    }

    extension Registry {
        /// Replaces lists, queries, and programs with their current contents, because a list can be standard input,
        /// which can be read only once.
        fileprivate func readingLists(of groups: [SourceGroup]) throws(UnreadableSourceGroupError) -> Registry {
            let catalog = try SourceCatalog(of: self, streaming: groups)
            var sourceGroups = sourceGroups
            for group in groups {
                guard case .table(let table) = catalog.members(of: group.name) else { continue }
                sourceGroups[group.name] = SourceGroup(
                    name: group.name,
                    members: .table(table),
                    followsOutside: group.followsOutside
                )
            }
            return Registry(path: path, settings: settings, sourceGroups: sourceGroups, generators: generators)
        }
    }
#endif
