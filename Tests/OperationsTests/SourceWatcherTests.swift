#if os(Linux)
    import Glibc
    import TestSupport
    import SystemPackage
    import Testing

    @testable import Operations
    @testable import Registry
    @testable import SourceGroups

    /// Tests the events of folders, and the reaction to lost events.
    struct SourceWatcherTests {
        private let folder = TemporaryFolder()
        private let queue = ChangeQueue(settle: .zero)

        private func watcher(_ glob: String = "photos/**/*.jpg", settings: String = "{}") throws -> SourceWatcher {
            try watcher(group: #"{ "glob": ["\#(glob)"] }"#, settings: settings)
        }

        private func watcher(group: String, settings: String = "{}") throws -> SourceWatcher {
            folder.write(
                "specs.json",
                #"{ "settings": \#(settings), "source_groups": { "photos": \#(group) }, "generators": {} }"#
            )
            var reader = RegistryReader(path: folder.path("specs.json"), environment: [:], ask: NoWorker.ask)
            let registry = try reader.read(forNamesOnly: false)
            let groups = Array(registry.sourceGroups.values)
            return try SourceWatcher(groups, try SourceCatalog(of: registry, streaming: groups), queue)
        }

        /// Waits until all expected names are reported. Returns all reported names.
        private func reportedNames(_ expected: Set<String>) async throws -> Set<String> {
            var names: Set<String> = []
            while !expected.isSubset(of: names) {
                names.formUnion(queue.takeWhole(atMost: 100) { _ in .whole })
                if !expected.isSubset(of: names) { try await queue.wait(until: nil) }
            }
            return names
        }

        @Test func onlyFoldersThatCanContainSourcesAreWatched() throws {
            for name in ["photos/a/b/x.jpg", "other/c/x.jpg", "CACHE/images/photos/x.jpg"] { folder.write(name) }
            #expect(try watcher().folderCount == 4, "the root, photos, a and b")
            #expect(try watcher("**/*.jpg").folderCount == 7, "all folders except the cache folder and those in it")
        }

        @Test func aRescanIsRequestedWhenTheQueueOverflows() async throws {
            folder.write("photos/a/x.jpg")
            let watcher = try watcher()
            #expect(try !queue.takeRescan())
            watcher.handle(FolderEvent(kind: .overflow, watch: -1, name: nil))
            #expect(try queue.takeRescan())
            #expect(try !queue.takeRescan())
            #expect(watcher.folderCount == 3)
            // After an overflow, all folders are watched again.
            folder.write("photos/a/y.jpg")
            #expect(try await reportedNames(["photos/a/y.jpg"]) == ["photos/a/y.jpg"])
            withExtendedLifetime(watcher) {}
        }

        /// When the kernel reports a new folder, files can already be in it.
        @Test func aNewFolderIsReadWhenItIsWatched() async throws {
            folder.makeFolder("photos")
            let watcher = try watcher()
            folder.write("photos/new/deep/x.jpg")
            folder.write("photos/new/notes.txt")
            #expect(try await reportedNames(["photos/new/deep/x.jpg"]) == ["photos/new/deep/x.jpg"])
            #expect(watcher.folderCount == 4)
        }

        @Test func aLinkToAFolderIsAFolder() async throws {
            folder.write("store/x.jpg")
            folder.makeFolder("photos")
            let watcher = try watcher()
            folder.link("photos/album", to: "../store")
            #expect(try await reportedNames(["photos/album/x.jpg"]) == ["photos/album/x.jpg"])
            folder.write("store/y.jpg")
            #expect(try await reportedNames(["photos/album/y.jpg"]) == ["photos/album/y.jpg"])
            unlink(folder.path("photos/album"))
            folder.write("photos/last.jpg")
            _ = try await reportedNames(["photos/last.jpg"])
            #expect(watcher.folderCount == 2)
        }

        @Test func theEndOfMediaRootIsTheEnd() async throws {
            folder.makeFolder("photos")
            let moved = TemporaryFolder()
            let watcher = try watcher()
            rename(folder.path, moved.path + "/away")
            try await queue.wait(until: nil)
            #expect(throws: WatchError.mediaRootGone(folder.path)) { try queue.takeRescan() }
            withExtendedLifetime(watcher) {}
        }

        /// `MEDIA_ROOT` exists, so the message must not say that it was deleted.
        @Test func theReasonOfAnUnreadableMediaRootIsReported() throws {
            folder.link("loop", to: "loop")
            #expect(throws: FolderWatchError(.tooManySymbolicLinkLevels, path: folder.path("loop"))) {
                try watcher(settings: #"{ "MEDIA_ROOT": "loop" }"#)
            }
        }

        @Test(arguments: [#"{ "glob": ["*.jpg"] }"#, #"{ "files": ["a.jpg"] }"#])
        func aMissingMediaRootIsAnError(_ group: String) {
            #expect(throws: WatchError.mediaRootGone(folder.path("gone"))) {
                try watcher(group: group, settings: #"{ "MEDIA_ROOT": "gone" }"#)
            }
        }

        @Test func failuresSayWhatToDo() {
            #expect(
                FolderWatchError(.noSpace, path: "/srv/media/a").description
                    == "cannot watch /srv/media/a: all inotify watches of this user are in use, and each folder needs one; "
                    + "raise the limit with sudo sysctl fs.inotify.max_user_watches=524288, and permanently with this line in "
                    + "/etc/sysctl.d/"
            )
            // If a folder is named, the process has too many open files. This limit has no setting of the kernel.
            #expect(
                FolderWatchError(.tooManyOpenFiles, path: "/srv").description
                    == "cannot watch /srv: Too many open files; raise the limit of open files (ulimit -n)"
            )
            #expect(
                FolderWatchError(.tooManyOpenFiles, path: nil).description.contains(
                    "fs.inotify.max_user_instances=1024"
                )
            )
            #expect(
                FolderWatchError(.tooManyOpenFiles, path: nil, lacksDescriptors: true).description
                    == "cannot watch folders: Too many open files; raise the limit of open files (ulimit -n)"
            )
        }

        // MARK: - Writers

        @Test func theKernelReportsAWriter() throws {
            folder.write("a.jpg", "text")
            let path = folder.path("a.jpg")
            #expect(WriterProbe.look(at: path) == .whole)
            let writer = open(path, O_WRONLY | O_APPEND)
            #expect(WriterProbe.look(at: path) == .beingWritten)
            close(writer)
            #expect(WriterProbe.look(at: path) == .whole)
            let reader = open(path, O_RDONLY)
            #expect(WriterProbe.look(at: path) == .whole)
            close(reader)
            folder.write("empty.jpg")
            #expect(WriterProbe.look(at: folder.path("empty.jpg")) == .nothing)
            #expect(WriterProbe.look(at: folder.path("none.jpg")) == .nothing)
        }
    }
#endif
