import Files
import Registry
import SourceGroups

#if os(Linux)
    import Dispatch

    /// Receives events of sources that are created, changed, moved, and deleted, and of their folders.
    ///
    /// `@unchecked`: the folders are accessed only on the queue.
    final class SourceWatcher: @unchecked Sendable {
        private let news: SourceNews
        private let inotify: Inotify
        private let folders: WatchedFolders
        private let mediaRoot: String
        private let queue = DispatchQueue(label: "imagekit.watch")
        private let source: any DispatchSourceRead

        /// - Throws: `WatchFailure` if the kernel has no more watches, `WatchMistake` if `MEDIA_ROOT` does not exist.
        init(_ groups: [SourceGroup], _ catalog: SourceCatalog, _ news: SourceNews) throws {
            self.news = news
            mediaRoot = catalog.settings.mediaRoot
            inotify = try Inotify()
            folders = WatchedFolders(groups, catalog, inotify)
            try folders.add(nil) { _ in }
            // Created last: releasing a DispatchSource before resume() traps.
            source = DispatchSource.makeReadSource(fileDescriptor: inotify.descriptor, queue: queue)
            source.setEventHandler { [weak self] in
                guard let self else { return }
                for event in inotify.read() { hear(event) }
            }
            // Keep the file descriptor open until the source is cancelled, because its number would be reused.
            source.setCancelHandler { [inotify] in withExtendedLifetime(inotify) {} }
            source.resume()
        }

        deinit { source.cancel() }

        var folderCount: Int { queue.sync { folders.count } }

        /// Handles an event as if it came from the kernel.
        func tell(_ event: FolderEvent) { queue.sync { hear(event) } }

        private func hear(_ event: FolderEvent) {
            do {
                switch event.kind {
                case .overflow:
                    // Folders could have been created, deleted, or moved without an event.
                    folders.removeAll()
                    try folders.add(nil) { _ in }
                    news.rescan()
                case .selfGone:
                    let names = folders.names(of: event.watch)
                    if names.contains("") { throw WatchMistake.mediaRootGone(mediaRoot) }
                    for name in names { folders.remove(name) }
                default:
                    guard let entry = event.name else { return }
                    for folder in folders.names(of: event.watch) {
                        try hear(event.kind, of: folder.isEmpty ? entry : folder + "/" + entry)
                    }
                }
            } catch {
                news.fail(error)
            }
        }

        private func hear(_ kind: FolderEvent.Kind, of name: String) throws {
            switch kind {
            case .fileWritten: if folders.isSource(name) { news.written(name) }
            // A link to a folder is reported like a file.
            case .fileCame: if folders.isSource(name) { news.created(name) } else { try addFolder(name) }
            case .fileClosed: if folders.isSource(name) { news.closed(name) } else { try addFolder(name) }
            case .folderCame: try addFolder(name)
            case .fileGone:
                news.gone(name)
                folders.remove(name)
            case .folderGone: folders.remove(name)
            case .selfGone, .overflow: break
            }
        }

        private func addFolder(_ name: String) throws {
            var found: [String] = []
            try folders.add(name) { found.append($0) }
            if !found.isEmpty { news.found(found) }
        }
    }
#endif
