import Files
import Registry
import SourceGroups

#if os(Linux)
    import Dispatch

    /// Hears of sources that are created, changed, moved and deleted, and of the folders they are in.
    ///
    /// `@unchecked`: the folders are touched on the queue alone.
    final class SourceWatcher: @unchecked Sendable {
        private let news: SourceNews
        private let inotify: Inotify
        private let folders: WatchedFolders
        private let mediaRoot: String
        private let queue = DispatchQueue(label: "imagekit.watch")
        private let source: any DispatchSourceRead

        /// - Throws: `WatchFailure` where the kernel has no more watches, `WatchMistake` where `MEDIA_ROOT` is gone.
        init(_ groups: [SourceGroup], _ catalog: SourceCatalog, _ news: SourceNews) throws {
            self.news = news
            mediaRoot = catalog.settings.mediaRoot
            inotify = try Inotify()
            folders = WatchedFolders(groups, catalog, inotify)
            try folders.add(nil) { _ in }
            // Last, for one that never was resumed must not be let go.
            source = DispatchSource.makeReadSource(fileDescriptor: inotify.descriptor, queue: queue)
            source.setEventHandler { [weak self] in
                guard let self else { return }
                for event in inotify.read() { hear(event) }
            }
            // Until it is done with the descriptor, whose number another file would get.
            source.setCancelHandler { [inotify] in withExtendedLifetime(inotify) {} }
            source.resume()
        }

        deinit { source.cancel() }

        var folderCount: Int { queue.sync { folders.count } }

        /// Takes an event as if the kernel had told it.
        func tell(_ event: FolderEvent) { queue.sync { hear(event) } }

        private func hear(_ event: FolderEvent) {
            do {
                switch event.kind {
                case .overflow:
                    // Folders may have come, gone and moved unheard.
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
            // A link to a folder comes as a file does.
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
