import Files
import FileSearch
import Registry
import SourceGroups
import SystemPackage

#if os(Linux)
    import Glibc
    import ImageSpecs

    /// The folders in which a source of some groups can appear, each with its watch.
    ///
    /// A folder is watched before it is read, so that each new entry is either reported by the kernel or found by the
    /// walk. The cache folder is never watched.
    final class WatchedFolders {
        private let inotify: Inotify
        private let catalog: SourceCatalog
        private let filters: [(filter: NameFilter, followsOutside: Bool)]
        /// The sources of the groups that list their sources by name.
        private let listed: Set<ByteName>
        /// The folders on the paths of these sources.
        private let leading: Set<ByteName>
        /// The names of each watched folder, by the number of its watch. A folder has several names if several paths
        /// through links lead to it.
        private var names: [Int32: Set<ByteName>] = [:]
        private var watches: [ByteName: Int32] = [:]
        private var failure: FolderWatchError?

        init(_ groups: [SourceGroup], _ catalog: SourceCatalog, _ inotify: Inotify) {
            self.inotify = inotify
            self.catalog = catalog
            var filters: [(filter: NameFilter, followsOutside: Bool)] = []
            var listed: Set<ByteName> = []
            for group in groups {
                switch catalog.members(of: group.name) {
                case .filter(let filter, _): filters.append((filter, group.followsOutside))
                // Skip buckets, because a bucket reports no changes.
                case .bucket: continue
                case .table(let table):
                    listed.formUnion(
                        table.names.filter { SourceNameProblem($0) == nil && !catalog.isInCacheFolder($0) }
                            .map(ByteName.init)
                    )
                }
            }
            var leading: Set<ByteName> = [ByteName("")]
            for name in listed {
                var folder = SourceName.split(name.text).folder
                while leading.insert(ByteName(folder)).inserted { folder = SourceName.split(folder).folder }
            }
            (self.filters, self.listed, self.leading) = (filters, listed, leading)
        }

        var count: Int { watches.count }

        /// Returns the names of the folder with this watch; empty if the folder is no longer watched.
        func names(of watch: Int32) -> [String] { names[watch]?.map(\.text) ?? [] }

        func isSource(_ name: String) -> Bool {
            guard !catalog.isInCacheFolder(name) else { return false }
            if listed.contains(ByteName(name)) { return true }
            return filters.contains { filter, _ in
                var filter = filter
                return filter.takes(Array(name.utf8), in: filter.root)
            }
        }

        /// Watches a folder and all relevant folders below it.
        /// - Parameters:
        ///   - name: the name of the folder; nil for all of `MEDIA_ROOT`.
        ///   - found: called with each source in the folder or below it.
        /// - Throws: `FolderWatchError` if the kernel has no more watches, or if `MEDIA_ROOT` cannot be opened.
        ///   `WatchError` if `MEDIA_ROOT` does not exist.
        func add(_ name: String?, found: (String) -> Void) throws {
            let settings = catalog.settings
            for (filter, followsOutside) in filters {
                let walk: FolderWalk
                do throws(Errno) {
                    walk = try FolderWalk(
                        root: settings.mediaRoot,
                        filter: filter,
                        cacheFolder: settings.cacheFolderAmongSources,
                        followsOutside: followsOutside,
                        readsStatus: false,
                        from: name,
                        visiting: { self.watch($0) }
                    )
                } catch {
                    if [.noSuchFileOrDirectory, .notDirectory].contains(error) {
                        throw WatchError.mediaRootGone(settings.mediaRoot)
                    }
                    throw FolderWatchError(error, path: settings.mediaRoot)
                }
                while failure == nil, let finding = walk.next() {
                    if case .source(let source, _) = finding { found(source) }
                }
            }
            let isBelow = { (other: String) in name.map { isPath(other, in: $0) } ?? true }
            let leading = leading.map(\.text).filter(isBelow).sorted(by: precedesInBytes)
            for folder in leading where failure == nil { watch(folder) }
            // If there are listed sources, check that `MEDIA_ROOT` exists. For globs, the walk has checked this, and
            // sources in buckets need no `MEDIA_ROOT`.
            if failure == nil, !listed.isEmpty, watches[ByteName("")] == nil {
                throw WatchError.mediaRootGone(settings.mediaRoot)
            }
            for source in listed.map(\.text).filter(isBelow) where access(settings.path(of: source), F_OK) == 0 {
                found(source)
            }
            if let failure { throw failure }
        }

        /// Stops watching a folder and all folders below it.
        func remove(_ name: String) {
            guard watches[ByteName(name)] != nil else { return }
            for folder in watches.keys where isPath(folder.text, in: name) { stop(folder.text) }
        }

        func removeAll() {
            for folder in Array(watches.keys) { stop(folder.text) }
        }

        private func watch(_ folder: String) {
            let settings = catalog.settings
            do throws(FolderWatchError) {
                let path = folder.isEmpty ? settings.mediaRoot : settings.path(of: folder)
                guard let watch = try inotify.watch(path) else { return }
                if watches[ByteName(folder)] != watch { stop(folder) }
                watches[ByteName(folder)] = watch
                names[watch, default: []].insert(ByteName(folder))
            } catch {
                failure = error
            }
        }

        private func stop(_ folder: String) {
            guard let watch = watches.removeValue(forKey: ByteName(folder)) else { return }
            names[watch]?.remove(ByteName(folder))
            guard names[watch]?.isEmpty == true else { return }
            names[watch] = nil
            inotify.stop(watch)
        }
    }
#endif
