#if os(Linux)
    import Dispatch
    import Files
    import SystemPackage

    /// Reports changes in a folder, such as files that appear.
    ///
    /// `@unchecked Sendable` is safe: `source` is used only in `init` and `deinit`.
    final class SpoolWatcher: @unchecked Sendable {
        private let inotify: Inotify
        private let source: any DispatchSourceRead
        private let (wakes, wake) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))

        /// - Throws: `FolderWatchError`.
        init(_ path: String) throws(FolderWatchError) {
            let inotify = try Inotify()
            guard try inotify.watch(path) != nil else { throw FolderWatchError(.last, path: path) }
            self.inotify = inotify
            let queue = DispatchQueue(label: "imagekit.requests")
            source = DispatchSource.makeReadSource(fileDescriptor: inotify.descriptor.rawValue, queue: queue)
            source.setEventHandler { [wake] in
                if !inotify.read().isEmpty { wake.yield() }
            }
            // Keep the inotify descriptor open until the dispatch source is cancelled. Otherwise another file could get
            // the same descriptor number.
            source.setCancelHandler { withExtendedLifetime(inotify) {} }
            source.resume()
        }

        deinit { source.cancel() }

        /// Waits until the folder changes, at most for the given time.
        /// - Throws: `CancellationError`.
        func wait(atMost time: Duration) async throws {
            let timer = Task { [wake] in
                try await Task.sleep(for: time)
                wake.yield()
            }
            defer { timer.cancel() }
            for await _ in wakes { break }
            try Task.checkCancellation()
        }
    }
#endif
