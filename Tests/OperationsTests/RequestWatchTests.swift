#if os(Linux)
    import Foundation
    import Testing

    @testable import Operations

    /// The end of `imagekit watch --requests` while requests are processed.
    @Suite struct RequestWatchTests {
        private static let small =
            #""small": { "source": "photos", "processors": [{ "Thumbnail": [10, 8] }], "format": "PNG" }"#
        /// The image of `small`: its name, and the SHA-256 of the name.
        private static let image = (
            name: "CACHE/images/photos/a/cb34bd4c5b18068d0b6e62efcd59c49e.png",
            file: "6a426df7a436b86f5c2a8b2da04dd87a20da26c80479242b0248d4d1ce49edcf"
        )
        /// An image that no generator makes.
        private static let other = (
            name: "CACHE/images/photos/a/0123456789abcdef0123456789abcdef.png",
            file: "fea6d960798fc1b6cc6aaffeddacbe2dd5664b8ec4ac9aa209ef071159b05a2d"
        )

        private static func cancelTask() { withUnsafeCurrentTask { $0?.cancel() } }

        /// A search in all sources would refuse the other request.
        @Test(.timeLimit(.minutes(1))) func aCancelledWatchStartsNoSearch() async throws {
            let site = Site(Self.small, settings: #""IMAGEKIT_SPOOL_DIR": "spool""#)
            #expect(try site.name() == Self.image.name)
            for request in [Self.image, Self.other] { site.folder.write("spool/" + request.file, request.name) }
            let workers = FakeWorkers { job in
                Self.cancelTask()
                return .success(FakeWorkers.made(job))
            }
            let (registry, options) = (try site.registry(), site.options(workers))
            let watch = Task {
                let watch = RequestWatch(registry, options, report: RecordingReport()) { _ in }
                try await watch.run(started: { _ in }, finished: { _ in })
            }
            await #expect(throws: CancellationError.self) { try await watch.value }
            #expect(workers.jobs.count == 1)
            let requests = try FileManager.default.contentsOfDirectory(atPath: site.folder.path("spool"))
            #expect(requests.contains(Self.other.file) && !requests.contains(Self.other.file + ".refused"))
        }

        /// The notice about the empty group comes before the first source.
        @Test func aCancelledSearchEnds() async throws {
            let site = Site()
            site.folder.write(
                "specs.json",
                #"""
                {
                    "source_groups": { "none": { "glob": ["photos/*.none"] }, "photos": { "glob": ["photos/*"] } },
                    "generators": {
                        "none": { "source": "none", "format": "PNG" },
                        "small": { "source": "photos", "format": "PNG" }
                    }
                }
                """#
            )
            let (registry, options) = (try site.registry(), site.options(FakeWorkers()))
            let search = Task {
                let images = RequestedImages(registry: registry, options: options, report: RecordingReport()) { _ in
                    Self.cancelTask()
                }
                try await images.make(["CACHE/images/none/0123.png"], searchesAll: true) { _, _ in }
            }
            await #expect(throws: CancellationError.self) { try await search.value }
        }
    }
#endif
