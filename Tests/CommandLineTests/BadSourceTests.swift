import Foundation
import Testing

/// One bad source does not affect other sources. imagekit reports the bad source with the reason, makes the other
/// images, and shows the failure in the exit code.
@Suite struct BadSourceTests {
    struct BadSource: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let codes: Set<String>
        let make: @Sendable (Site, String) -> Void

        init(_ description: String, _ codes: Set<String>, _ make: @escaping @Sendable (Site, String) -> Void) {
            (testDescription, self.codes, self.make) = (description, codes, make)
        }

        /// Sources that exist but that a worker refuses.
        static let unreadableImages = [
            BadSource("junk bytes", ["unsupported-format", "corrupt-source"]) {
                $0.write($1, (0..<500).map { UInt8($0 * 7 & 255) })
            },
            BadSource("no bytes", ["empty-source"]) { $0.write($1, []) },
            BadSource("a PNG cut off in its pixels", ["corrupt-source"]) {
                let whole = samplePNG(width: 200, height: 200)
                $0.write($1, Array(whole.prefix(whole.count / 2)))
            },
            BadSource("a PNG cut off in its header", ["corrupt-source", "unsupported-format"]) {
                $0.write($1, Array(samplePNG(width: 20, height: 20).prefix(20)))
            },
        ]

        static let noFiles = [
            BadSource("a folder", ["not-a-file"]) { $0.makeFolder($1) },
            BadSource("a named pipe", ["not-a-file"]) { $0.makePipe($1) },
            BadSource("a dangling link", ["not-a-file", "missing-source"]) {
                try! FileManager.default.createSymbolicLink(atPath: $0.path($1), withDestinationPath: "gone.png")
            },
        ]
    }

    @Test(arguments: BadSource.unreadableImages + BadSource.noFiles)
    func isNamedAndTheRestIsMade(_ bad: BadSource) async throws {
        let site = Site()
        site.writePhotos("a.png", "z.png")
        bad.make(site, "media/photos/bad.png")
        let result = try await site.generate()
        #expect(result.exitCode == 1)
        let failed = try result.images().filter { $0.status == "failed" }
        #expect(failed.map(\.source) == ["photos/bad.png", "photos/bad.png"])
        #expect(failed.allSatisfy { bad.codes.contains($0.error?.code ?? "") }, "\(failed)")
        #expect(try result.summary()?.generated == 4)
        #expect(site.cacheFiles.count == 4)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: site.path("media/CACHE/images/.imagekit/tmp")) == []
        )

        // The text output has one line for the source, not one for each generator.
        let other = Site()
        other.makeFolder("media/photos")
        bad.make(other, "media/photos/bad.png")
        let text = try await other.run("generateimages")
        #expect(text.exitCode == 1)
        #expect(text.errorLines.filter { $0.hasPrefix("error: photos/bad.png: ") }.count == 1)
    }

    /// One generator can fail for a source while other generators succeed.
    @Test func aFailureOfOneGeneratorNamesIt() async throws {
        let site = Site(
            Registries.registry(
                generators: """
                    "app:marked": {
                        "source": "photos", "processors": [{ "ImageOverlay": ["gone.png"] }], "format": "PNG"
                    },
                    "app:small": { "source": "photos", "processors": [{ "Thumbnail": [10, 8] }], "format": "PNG" }
                    """
            )
        )
        site.writePhotos("a.png")
        let result = try await site.run("generateimages")
        #expect(result.exitCode == 1)
        #expect(result.errorLines.first?.hasPrefix("error: photos/a.png (app:marked): ") == true, "\(result.errors)")
        #expect(site.cacheFiles.count == 1)
    }

    @Test(arguments: BadSource.unreadableImages)
    func isNotTriedAgainUntilItChanges(_ bad: BadSource) async throws {
        let site = Site(Registries.oneGenerator)
        site.writePhotos("a.png")
        bad.make(site, "media/photos/bad.png")
        _ = try await site.generate()
        let before = site.snapshot
        let second = try await site.generate(environment: ["IMAGEKIT_WORKER": "/nowhere"])
        #expect(second.exitCode == 1)
        #expect(try second.images().map(\.source) == ["photos/bad.png"])
        #expect(try second.images().allSatisfy { bad.codes.contains($0.error?.code ?? "") })
        #expect(try second.summary()?.fresh == 1)
        #expect(site.snapshot == before)

        site.write("media/photos/bad.png", samplePNG(width: 30, height: 30))
        let third = try await site.generate()
        #expect(third.exitCode == 0)
        #expect(try third.images().map(\.status) == ["generated"])
    }

    @Test func forceTriesAgain() async throws {
        let site = Site(Registries.oneGenerator)
        site.write("media/photos/bad.png", "junk")
        let environment = site.installFakeWorker()
        _ = try await site.generate(environment: environment)
        _ = site.takeJobs()
        #expect(try await site.generate("--force", environment: environment).exitCode == 1)
        #expect(site.takeJobs() == ["photos/bad.png"])
    }

    @Test func truncatedJPEGIsNoGreyPicture() async throws {
        let maker = Site(
            Registries.registry(
                generators: #""j": { "source": "photos", "processors": [{ "Resize": [300, 200] }], "format": "JPEG" }"#
            )
        )
        maker.writePhotos("a.png")
        _ = try await maker.generate()
        let jpeg = try #require(maker.cacheFiles.values.first)
        let site = Site()
        site.write("media/photos/cut.jpg", Array(jpeg.prefix(jpeg.count / 2)))
        site.write("media/photos/whole.jpg", jpeg)
        let result = try await site.generate()
        #expect(result.exitCode == 1)
        let failed = try result.images().filter { $0.status == "failed" }
        #expect(failed.map(\.source) == ["photos/cut.jpg", "photos/cut.jpg"])
        #expect(failed.map(\.error?.code) == ["corrupt-source", "corrupt-source"])
        #expect(try result.summary()?.generated == 2)
    }

    @Test func aListedSourceThatDoesNotExist() async throws {
        let site = Site(
            Registries.registry(
                photos: #"{ "files": ["photos/gone.png", "photos/a.png"] }"#,
                generators: #""t": { "source": "photos", "processors": [{ "Thumbnail": [8, 8] }] }"#
            )
        )
        site.writePhotos("a.png")
        let result = try await site.generate()
        #expect(result.exitCode == 1)
        let images = try result.images()
        #expect(images.map(\.source) == ["photos/a.png", "photos/gone.png"])
        #expect(images.map(\.status) == ["generated", "failed"])
        #expect(images.last?.error?.code == "missing-source")
    }

    @Test(.enabled(if: geteuid() != 0, "root can read every file"))
    func unreadableSource() async throws {
        let site = Site(Registries.oneGenerator)
        site.writePhotos("a.png", "locked.png")
        chmod(site.path("media/photos/locked.png"), 0)
        let result = try await site.generate()
        #expect(result.exitCode == 1)
        #expect(try result.images().map(\.status) == ["generated", "failed"])
        #expect(try result.images().last?.error?.code == "unreadable-source")
    }
}
