#if os(Linux)
    import Foundation
    import Testing

    /// Tests of `imagekit watch`, which makes images when their sources are saved.
    @Suite struct WatchTests {
        private static let registry = Registries.registry(
            photos: #"{ "glob": ["photos/**/*.png"] }"#,
            settings: #""MEDIA_ROOT": "media", "IMAGEKIT_DEFAULT_CACHEFILE_STRATEGY": "Optimistic""#,
            generators:
                #""app:small": { "source": "photos", "processors": [{ "Thumbnail": [10, 8] }], "format": "PNG" }"#
        )

        private static func site(_ registry: String = registry) -> Site {
            let site = Site(registry)
            site.makeFolder("media/photos")
            return site
        }

        private static func start(
            _ site: Site,
            _ arguments: String...,
            environment: [String: String] = [:]
        ) async throws -> WatchSession {
            try await WatchSession.start(site, ["--settle", "0.02"] + arguments, environment: environment)
        }

        /// Writes a picture in place without closing it.
        private static func open(_ name: String, in site: Site, _ bytes: some Sequence<UInt8>) throws -> FileHandle {
            let descriptor = Foundation.open(site.path(name), O_WRONLY | O_CREAT | O_TRUNC, 0o644)
            let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
            try file.write(contentsOf: Data(bytes))
            return file
        }

        private static func save(_ name: String, in site: Site, seed: Int = 0) throws {
            try open("media/" + name, in: site, samplePNG(width: 40, height: 30, seed: seed)).close()
        }

        // MARK: - Sources

        @Test func aSavedSourceIsMade() async throws {
            let site = Self.site()
            let watch = try await Self.start(site)
            try Self.save("photos/a.png", in: site)
            let made = try await watch.images(1)[0]
            #expect(made.source == "photos/a.png" && made.status == "generated" && made.reason == "missing")
            #expect(PictureSize(of: site.read("media/" + (made.name ?? "")) ?? []) == PictureSize(10, 8))
            try Self.save("photos/a.png", in: site, seed: 1)
            #expect(try await watch.images(1).map(\.reason) == ["source-changed"])
            let end = try await watch.stop()
            #expect(end.code == 143 && end.images == [])
            #expect(site.text("stderr")?.contains("error") == false)
        }

        @Test func aSourceIsNotProcessedWhileItIsWritten() async throws {
            let site = Self.site()
            let watch = try await Self.start(site)
            let bytes = samplePNG(width: 40, height: 30)
            let slow = try Self.open("media/photos/slow.png", in: site, bytes.prefix(2000))
            // An event for the incomplete file would precede the events of these files.
            for seed in 0..<3 {
                try Self.save("photos/\(seed).png", in: site, seed: seed)
                #expect(try await watch.images(1).map(\.source) == ["photos/\(seed).png"])
            }
            try slow.write(contentsOf: Data(bytes.dropFirst(2000)))
            try slow.close()
            #expect(try await watch.images(1).map(\.source) == ["photos/slow.png"])
            #expect(try await watch.stop().images == [])
        }

        @Test func sourcesAndFoldersThatMove() async throws {
            let site = Self.site()
            site.write("elsewhere/x.png", samplePNG(width: 40, height: 30))
            site.write("elsewhere/trip/deep/y.png", samplePNG(width: 40, height: 30, seed: 1))
            let watch = try await Self.start(site)
            func move(_ from: String, _ to: String) throws {
                try FileManager.default.moveItem(atPath: site.path(from), toPath: site.path("media/photos/" + to))
            }
            try move("elsewhere/x.png", "x.png")
            #expect(try await watch.images(1).map(\.source) == ["photos/x.png"])
            try move("elsewhere/trip", "trip")
            #expect(try await watch.images(1).map(\.source) == ["photos/trip/deep/y.png"])
            try move("media/photos/trip", "journey")
            #expect(try await watch.images(1).map(\.source) == ["photos/journey/deep/y.png"])
            // The folder is watched under its new name.
            try Self.save("photos/journey/deep/z.png", in: site, seed: 2)
            #expect(try await watch.images(1).map(\.source) == ["photos/journey/deep/z.png"])
            try move("media/photos/x.png", "y.png")
            #expect(try await watch.images(1).map(\.source) == ["photos/y.png"])
            #expect(try await watch.stop().images == [])
        }

        @Test func aDeletedSourceIsNoFailure() async throws {
            let site = Self.site()
            site.write("media/photos/old/a.png", samplePNG(width: 9, height: 9))
            let watch = try await Self.start(site)
            #expect(try await watch.images(1).map(\.source) == ["photos/old/a.png"])
            try Self.save("photos/old/b.png", in: site)
            site.remove("media/photos/old")
            site.write("media/photos/new/deep/er/c.png", samplePNG(width: 9, height: 9, seed: 1))
            var made = try await watch.images(1)
            if made[0].source == "photos/old/b.png" { made = try await watch.images(1) }
            #expect(made.map(\.source) == ["photos/new/deep/er/c.png"])
            let end = try await watch.stop()
            #expect(end.code == 143 && end.images == [])
            #expect(site.cacheFiles.count >= 2, "only prune deletes orphans")
        }

        @Test func linksAndListsAreWatchedToo() async throws {
            let site = Self.site(
                Registries.registry(
                    photos: #"{ "files": ["later/a.png", "b.png", "photos/c.png"] }"#,
                    settings: #""MEDIA_ROOT": "media""#,
                    generators: """
                        "app:small": {
                            "source": "photos", "processors": [{ "Thumbnail": [10, 8] }], "format": "PNG",
                            "cachefile_strategy": { "on_source_saved": "generate" }
                        }
                        """
                )
            )
            let watch = try await Self.start(site, "--no-catch-up")
            for name in ["other.png", "b.png", "photos/d.png", "photos/c.png"] { try Self.save(name, in: site) }
            #expect(Set(try await watch.images(2).map(\.source)) == ["b.png", "photos/c.png"])
            site.write("elsewhere/whole.png", samplePNG(width: 9, height: 9, seed: 5))
            site.makeFolder("media/later")
            // The creation of a hard link causes no close event, so the source is processed only after it has not
            // changed for some time.
            try FileManager.default.linkItem(
                atPath: site.path("elsewhere/whole.png"),
                toPath: site.path("media/later/a.png")
            )
            #expect(try await watch.images(1).map(\.source) == ["later/a.png"])
            #expect(try await watch.stop().images == [])
        }

        /// Cache files are never sources, even if the glob of a source group matches them.
        @Test func theCacheFolderIsNeverWatched() async throws {
            let site = Self.site(Self.registry.replacingOccurrences(of: "photos/**/*.png", with: "**/*.png"))
            let watch = try await Self.start(site)
            for seed in 0..<4 {
                try Self.save("\(seed).png", in: site, seed: seed)
                #expect(try await watch.images(1).map(\.source) == ["\(seed).png"])
            }
            #expect(try await watch.stop().images == [])
            #expect(site.cacheFiles.count == 4)
        }

        @Test func aBadSourceIsReportedAndTheWatchContinues() async throws {
            let site = Self.site()
            let watch = try await Self.start(site)
            // If the close event of a source arrives after the source was processed, the source is checked again,
            // possibly during the next write. So the loop skips additional events.
            for text in ["junk", "other junk"] {
                try Self.open("media/photos/a.png", in: site, text.utf8).close()
                try await watch.skip { $0.error?.code != "unsupported-format" }
            }
            try Self.save("photos/a.png", in: site)
            try await watch.skip { $0.status != "generated" }
            #expect(try await watch.stop().code == 143)
        }

        /// A small version of the thousand files of `make stress`: files that are written slowly, files that are
        /// renamed into the folder, and files in new folders.
        @Test func everySourceOfAnUploadIsMadeOnce() async throws {
            let site = Self.site()
            let watch = try await Self.start(site, "--jobs", "2", environment: site.installFakeWorker())
            var names: Set<String> = []
            for index in 0..<60 {
                let bytes = samplePNG(width: 40, height: 30, seed: index)
                switch index % 3 {
                case 0:
                    let name = "photos/slow-\(index).png"
                    let file = try Self.open("media/" + name, in: site, bytes.prefix(1000))
                    try file.write(contentsOf: Data(bytes.dropFirst(1000)))
                    try file.close()
                    names.insert(name)
                case 1:
                    site.write("elsewhere/\(index).png", bytes)
                    let name = "photos/renamed-\(index).png"
                    rename(site.path("elsewhere/\(index).png"), site.path("media/" + name))
                    names.insert(name)
                default:
                    let folder = "photos/new-\(index)/a/b"
                    site.makeFolder("media/" + folder)
                    try Self.open("media/\(folder)/x.png", in: site, bytes).close()
                    names.insert(folder + "/x.png")
                }
            }
            let made = try await watch.images(60)
            #expect(Set(made.compactMap(\.source)) == names)
            #expect(made.allSatisfy { $0.status == "generated" })
            let end = try await watch.stop(SIGINT)
            #expect(end.code == 130 && end.images == [])
            #expect(site.takeJobs().count == 60)
            #expect(site.cacheFiles.count == 60)
        }

        // MARK: - Start and end

        @Test func theStartCatchesUp() async throws {
            let site = Self.site()
            try Self.save("photos/a.png", in: site)
            try Self.save("photos/b.png", in: site, seed: 1)
            _ = try await site.generate("--only-source", "photos/a.png")
            let left = try await Self.start(site, "--no-catch-up")
            try Self.save("photos/c.png", in: site, seed: 2)
            #expect(try await left.images(1).map(\.source) == ["photos/c.png"])
            _ = try await left.stop()
            let watch = try await Self.start(site)
            #expect(try await watch.images(1).map(\.source) == ["photos/b.png"])
            #expect(try await watch.stop().images == [])
        }

        @Test func otherRunsWaitForNothing() async throws {
            let site = Self.site()
            let watch = try await Self.start(site)
            try Self.save("photos/a.png", in: site)
            _ = try await watch.images(1)
            while try await watch.next().event != "summary" {}
            let run = try await site.generate("--no-wait", "-v")
            #expect(run.exitCode == 0)
            #expect(try run.images().map(\.status) == ["fresh"])
            _ = try await watch.stop()
        }

        @Test(arguments: [(SIGTERM, 143), (SIGINT, 130)] as [(Int32, Int32)])
        func aSignalEndsTheWorkersToo(_ signal: Int32, _ code: Int32) async throws {
            let site = Self.site()
            site.makeMailbox("started")
            var environment = site.installFakeWorker()
            environment["STARTED"] = site.path("started")
            let watch = try await Self.start(site, environment: environment)
            try Self.save("photos/hang.png", in: site)
            let worker = try #require(Int32(try await firstLine(ofPipe: site.path("started"))))
            #expect(try await watch.stop(signal).code == code)
            #expect(kill(worker, 0) == -1 && errno == ESRCH)
            let left = try FileManager.default.contentsOfDirectory(
                atPath: site.path("media/CACHE/images/.imagekit/tmp")
            )
            #expect(left == [])
            #expect(site.cacheFiles.isEmpty)
        }

        @Test func theFolderOfTheSourcesMustStay() async throws {
            let site = Self.site()
            let watch = try await Self.start(site, "--no-catch-up")
            try FileManager.default.moveItem(atPath: site.path("media"), toPath: site.path("away"))
            while (try? await watch.next()) != nil {}
            #expect(try await watch.stop().code == 1)
            let gone = "error: MEDIA_ROOT \(site.path("media")) was moved, deleted, or unmounted\n"
            #expect(site.text("stderr")?.hasSuffix(gone) == true)
        }

        // MARK: - Strategies and usage

        @Test func strategiesDecideWhatIsMade() async throws {
            let generator = { (id: String, strategy: String) in
                "\"\(id)\": { \"source\": \"photos\", \"format\": \"PNG\", \"options\": { \"compress_level\": \(id.count) }, "
                    + "\"cachefile_strategy\": \(strategy) }"
            }
            let site = Self.site(
                Registries.registry(
                    generators: [
                        generator("j", "\"JustInTime\""), generator("oo", "\"Optimistic\""),
                        generator("sss", "{ \"on_source_saved\": \"generate\", \"on_content_required\": null }"),
                        generator("cccc", "{ \"on_content_required\": \"generate\" }"),
                    ].joined(separator: ", ")
                )
            )
            let watch = try await Self.start(site)
            try Self.save("photos/a.png", in: site)
            #expect(Set(try await watch.images(2).map(\.generator)) == ["oo", "sss"])
            try Self.save("photos/b.png", in: site, seed: 1)
            #expect(Set(try await watch.images(2).map(\.source)) == ["photos/b.png"])
            _ = try await watch.stop()
            let chosen = try await Self.start(site, "s*", "j")
            try Self.save("photos/c.png", in: site, seed: 2)
            #expect(try await chosen.images(1).map(\.generator) == ["sss"])
            #expect(try await chosen.stop().images == [])
        }

        @Test func nothingToWatchIsAMistake() async throws {
            let site = Site(Registries.oneGenerator)
            site.makeFolder("media/photos")
            let result = try await site.run("watch")
            #expect(result.exitCode == 64)
            #expect(result.errors.hasPrefix("error: no strategy makes an image when a source is saved (app:small): "))
            #expect(result.errors.contains("\"Optimistic\"") && result.errors.contains("DEFAULT_CACHEFILE_STRATEGY"))
            #expect(try await site.run("watch", "nothing").exitCode == 64)
            #expect(try await site.run("watch", "--settle", "-1").exitCode == 64)
            #expect(try await site.run("watch", "--rescan", "0").exitCode == 64)
        }
    }
#endif
