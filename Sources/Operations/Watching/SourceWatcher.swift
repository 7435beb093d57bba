import Files
import Registry
import SourceGroups

#if os(Linux)
    import Dispatch

    /// Receives events of sources that are created, changed, moved, and deleted, and of their folders.
    ///
    /// `@unchecked Sendable` is safe: after `init`, `folders` is accessed only on `queue`.
    final class SourceWatcher: @unchecked Sendable {
        private let changes: ChangeQueue
        private let inotify: Inotify
        private let folders: WatchedFolders
        private let mediaRoot: String
        private let queue = DispatchQueue(label: "imagekit.watch")
        private let source: any DispatchSourceRead

        /// - Throws: `FolderWatchError` if the kernel has no more watches, or if `MEDIA_ROOT` cannot be opened.
        ///   `WatchError` if `MEDIA_ROOT` does not exist.
        init(_ groups: [SourceGroup], _ catalog: SourceCatalog, _ changes: ChangeQueue) throws {
            self.changes = changes
            mediaRoot = catalog.settings.mediaRoot
            inotify = try Inotify()
            folders = WatchedFolders(groups, catalog, inotify)
            try folders.add(nil) { _ in }
            // Create the dispatch source after all steps that can throw, because the process ends if the dispatch
            // source is released before `resume()`.
            source = DispatchSource.makeReadSource(fileDescriptor: inotify.descriptor.rawValue, queue: queue)
            source.setEventHandler { [weak self] in
                guard let self else { return }
                for event in inotify.read() { process(event) }
            }
            // Keep the inotify descriptor open until the dispatch source is cancelled. Otherwise another file could get
            // the same descriptor number.
            source.setCancelHandler { [inotify] in withExtendedLifetime(inotify) {} }
            source.resume()
        }

        deinit { source.cancel() }

        var folderCount: Int { queue.sync { folders.count } }

        /// Handles an event as if it came from the kernel.
        func handle(_ event: FolderEvent) { queue.sync { process(event) } }

        private func process(_ event: FolderEvent) {
            do {
                switch event.kind {
                case .overflow:
                    // Folders could have been created, deleted, or moved without an event, so watch all folders again.
                    folders.removeAll()
                    try folders.add(nil) { _ in }
                    changes.rescan()
                case .selfDeleted:
                    let names = folders.names(of: event.watch)
                    if names.contains("") { throw WatchError.mediaRootGone(mediaRoot) }
                    for name in names { folders.remove(name) }
                default:
                    guard let entry = event.name else { return }
                    for folder in folders.names(of: event.watch) {
                        try process(event.kind, of: folder.isEmpty ? entry : folder + "/" + entry)
                    }
                }
            } catch {
                changes.fail(error)
            }
        }

        private func process(_ kind: FolderEvent.Kind, of name: String) throws {
            switch kind {
            case .fileWritten: if folders.isSource(name) { changes.written(name) }
            // The kernel reports a link to a folder as a file. So a file that is not a source can be a folder to watch.
            case .fileCreated: if folders.isSource(name) { changes.created(name) } else { try addFolder(name) }
            case .fileClosed: if folders.isSource(name) { changes.closed(name) } else { try addFolder(name) }
            case .folderCame: try addFolder(name)
            case .fileDeleted:
                changes.gone(name)
                folders.remove(name)
            case .folderGone: folders.remove(name)
            case .selfDeleted, .overflow: break
            }
        }

        private func addFolder(_ name: String) throws {
            var found: [String] = []
            try folders.add(name) { found.append($0) }
            if !found.isEmpty { changes.found(found) }
        }
    }
#endif
