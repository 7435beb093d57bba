#if os(Linux)
    import Glibc
    import ImageSpecs

    /// The folders in which a source of some groups could appear, each with its watch.
    ///
    /// A folder is watched before it is read, so that whatever comes into it is either told or found. The cache folder
    /// never is.
    final class WatchedFolders {
        private let inotify: Inotify
        private let catalog: SourceCatalog
        private let filters: [NameFilter]
        /// The names of groups that are lists, and the folders that lead to them.
        private let listed: Set<String>
        private let leading: Set<String>
        /// A folder has a name for each link that leads to it.
        private var names: [Int32: Set<String>] = [:]
        private var watches: [String: Int32] = [:]
        private var failure: WatchFailure?

        init(_ groups: [SourceGroup], _ catalog: SourceCatalog, _ inotify: Inotify) {
            self.inotify = inotify
            self.catalog = catalog
            var filters: [NameFilter] = []
            var listed: Set<String> = []
            for group in groups {
                switch catalog.members(of: group.name) {
                case .filter(let filter, _): filters.append(filter)
                case .table(let table):
                    listed.formUnion(
                        table.names.filter { SourceNameMistake($0) == nil && !catalog.isInCacheFolder($0) }
                    )
                }
            }
            var leading: Set<String> = [""]
            for name in listed {
                var folder = SourceName.split(name).folder
                while leading.insert(folder).inserted { folder = SourceName.split(folder).folder }
            }
            (self.filters, self.listed, self.leading) = (filters, listed, leading)
        }

        var count: Int { watches.count }

        /// The names of the folder with that watch; none for one that is watched no more.
        func names(of watch: Int32) -> Set<String> { names[watch] ?? [] }

        func isSource(_ name: String) -> Bool {
            guard !catalog.isInCacheFolder(name) else { return false }
            if listed.contains(name) { return true }
            return filters.contains { filter in
                var filter = filter
                return filter.takes(Array(name.utf8), in: filter.root)
            }
        }

        /// Watches a folder with all below it that matter.
        /// - Parameters:
        ///   - name: of the folder; nil for all of `MEDIA_ROOT`.
        ///   - found: told the sources that are in it.
        /// - Throws: `WatchFailure` where the kernel has no more watches, `WatchMistake` where `MEDIA_ROOT` is gone.
        func add(_ name: String?, found: (String) -> Void) throws {
            let settings = catalog.settings
            for filter in filters {
                guard
                    let walk = try? FolderWalk(
                        root: settings.mediaRoot,
                        filter: filter,
                        cacheFolder: settings.cachefileDir,
                        readsStatus: false,
                        from: name,
                        visiting: { self.watch($0) }
                    )
                else { throw WatchMistake.mediaRootGone(settings.mediaRoot) }
                while failure == nil, let finding = walk.next() {
                    if case .source(let source, _) = finding { found(source) }
                }
            }
            let isBelow = { (other: String) in name.map { other == $0 || other.hasPrefix($0 + "/") } ?? true }
            for folder in leading.filter(isBelow).sorted(by: precedesInBytes) where failure == nil { watch(folder) }
            for source in listed.filter(isBelow) where access(settings.path(of: source), F_OK) == 0 { found(source) }
            if let failure { throw failure }
        }

        /// Stops watching a folder and all below it.
        func remove(_ name: String) {
            guard watches[name] != nil else { return }
            for folder in watches.keys where folder == name || folder.hasPrefix(name + "/") { stop(folder) }
        }

        func removeAll() {
            for folder in Array(watches.keys) { stop(folder) }
        }

        private func watch(_ folder: String) {
            let settings = catalog.settings
            do throws(WatchFailure) {
                let path = folder.isEmpty ? settings.mediaRoot : settings.path(of: folder)
                guard let watch = try inotify.watch(path) else { return }
                if watches[folder] != watch { stop(folder) }
                watches[folder] = watch
                names[watch, default: []].insert(folder)
            } catch {
                failure = error
            }
        }

        private func stop(_ folder: String) {
            guard let watch = watches.removeValue(forKey: folder) else { return }
            names[watch]?.remove(folder)
            guard names[watch]?.isEmpty == true else { return }
            names[watch] = nil
            inotify.stop(watch)
        }
    }
#endif
