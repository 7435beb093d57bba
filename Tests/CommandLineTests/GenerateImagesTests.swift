import Foundation
import Testing

/// Tests which images `generateimages` makes, and when it makes them again.
@Suite struct GenerateImagesTests {
    @Test func makesEveryImageInItsSize() async throws {
        let site = Site()
        site.writePhotos("a.png", "b.png")
        let result = try await site.generate()
        #expect(result.exitCode == 0)
        #expect(result.errors == "")
        let images = try result.images()
        #expect(images.map(\.status) == Array(repeating: "generated", count: 4))
        #expect(images.map(\.reason) == Array(repeating: "missing", count: 4))
        #expect(images.map(\.generator) == ["app:large", "app:large", "app:small", "app:small"])
        #expect(images.map(\.source) == ["photos/a.png", "photos/b.png", "photos/a.png", "photos/b.png"])
        for image in images {
            let bytes = try #require(site.read("media/" + (image.name ?? "")))
            let size = image.generator == "app:large" ? PictureSize(32, 24) : PictureSize(10, 8)
            #expect(PictureSize(of: bytes) == size)
            #expect(image.width == size.width && image.height == size.height)
            #expect(image.bytes == bytes.count)
        }
        #expect(site.cacheFiles.count == 4)
    }

    @Test func secondRunMakesNothingAndWritesNothing() async throws {
        let site = Site()
        site.writePhotos("a.png", "b.png")
        _ = try await site.generate()
        let before = site.snapshot
        // There is no worker, so a run that needs a worker fails.
        let result = try await site.generate(environment: ["IMAGEKIT_WORKER": "/nowhere"])
        #expect(result.exitCode == 0)
        #expect(try result.images() == [])
        #expect(try result.summary()?.fresh == 4)
        #expect(try result.summary()?.generated == 0)
        #expect(site.snapshot == before)
    }

    @Test func runWithoutSourcesWritesNothing() async throws {
        let site = Site()
        site.makeFolder("media/photos")
        let before = site.snapshot
        let result = try await site.run("generateimages")
        #expect(result.exitCode == 0)
        #expect(site.snapshot == before)
    }

    @Test func touchedSourcesAreFresh() async throws {
        let site = Site()
        site.writePhotos("a.png", "b.png")
        _ = try await site.generate()
        for name in ["a.png", "b.png"] {
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSince1970: 1_000_000)],
                ofItemAtPath: site.path("media/photos/\(name)")
            )
        }
        let files = site.cacheFiles
        let result = try await site.generate(environment: ["IMAGEKIT_WORKER": "/nowhere"])
        #expect(result.exitCode == 0)
        #expect(try result.summary()?.fresh == 4)
        #expect(site.cacheFiles == files)
    }

    @Test func onlyTheChangedSourceIsMadeAgain() async throws {
        let site = Site()
        site.writePhotos("a.png", "b.png")
        _ = try await site.generate()
        let before = site.cacheFiles
        site.write("media/photos/b.png", samplePNG(width: 40, height: 30, seed: 9))
        let result = try await site.generate()
        #expect(result.exitCode == 0)
        let images = try result.images()
        #expect(images.map(\.source) == ["photos/b.png", "photos/b.png"])
        #expect(images.map(\.reason) == ["source-changed", "source-changed"])
        for (name, bytes) in site.cacheFiles { #expect((bytes == before[name]) == name.hasPrefix("photos/a/")) }
    }

    /// The size and the times of the source do not change, so only the content shows the change.
    @Test func aSourceThatChangedWithoutNewTimesIsMadeAgain() async throws {
        let site = Site(Registries.oneGenerator)
        site.writePhotos("a.png")
        let date = Date(timeIntervalSince1970: 1_000_000)
        func age() throws {
            try FileManager.default.setAttributes(
                [.modificationDate: date],
                ofItemAtPath: site.path("media/photos/a.png")
            )
        }
        try age()
        _ = try await site.generate()
        site.write("media/photos/a.png", samplePNG(width: 40, height: 30, seed: 3))
        try age()
        #expect(try await site.generate().images().map(\.reason) == ["source-changed"])
    }

    @Test func forceMakesEverythingAgain() async throws {
        let site = Site()
        site.writePhotos("a.png")
        _ = try await site.generate()
        let files = site.cacheFiles
        let result = try await site.generate("--force")
        #expect(try result.images().map(\.reason) == ["forced", "forced"])
        #expect(site.cacheFiles == files)
    }

    @Test func deletedCacheFileIsMadeAgain() async throws {
        let site = Site()
        site.writePhotos("a.png")
        let first = try await site.generate()
        let files = site.cacheFiles
        let name = try #require(try first.images().first?.name)
        site.remove("media/" + name)
        let result = try await site.generate()
        #expect(try result.images().map(\.name) == [name])
        #expect(try result.images().map(\.reason) == ["missing"])
        #expect(site.cacheFiles == files)
    }

    @Test func truncatedCacheFileIsMadeAgain() async throws {
        let site = Site()
        site.writePhotos("a.png")
        let name = try #require(try await site.generate().images().first?.name)
        let files = site.cacheFiles
        site.write("media/" + name, [0x89])
        #expect(try await site.generate().images().map(\.reason) == ["damaged"])
        #expect(site.cacheFiles == files)
    }

    @Test(arguments: [["--dry-run"], ["-n"], ["-n", "--force"]])
    func dryRunListsAndWritesNothing(_ options: [String]) async throws {
        let site = Site()
        site.writePhotos("a.png")
        let before = site.snapshot
        let result = try await site.run(["generateimages", "--log-format", "json"] + options) { _ in }
        #expect(result.exitCode == 0)
        #expect(try result.images().map(\.status) == ["would-generate", "would-generate"])
        #expect(try result.summary()?.would_generate == 2)
        #expect(site.snapshot == before)
        let text = try await site.run("generateimages", "-n")
        #expect(text.outputLines.count == 2)
        #expect(text.outputLines.allSatisfy { $0.hasPrefix("would generate photos/a.png app:") })
        #expect(text.outputLines.allSatisfy { $0.contains(" CACHE/images/photos/a/") })
    }

    @Test func checkReportsWhetherThereIsWork() async throws {
        let site = Site()
        site.writePhotos("a.png")
        let untouched = site.snapshot
        #expect(try await site.run("generateimages", "--check").exitCode == 1)
        #expect(site.snapshot == untouched)
        _ = try await site.generate()
        let made = site.snapshot
        #expect(try await site.run("generateimages", "--check").exitCode == 0)
        #expect(site.snapshot == made)
        site.write("media/photos/a.png", samplePNG(width: 40, height: 30, seed: 5))
        let changed = site.snapshot
        #expect(try await site.run("generateimages", "--check").exitCode == 1)
        #expect(site.snapshot == changed)
    }

    @Test func onlySourceSelectsOnlyMatchingSources() async throws {
        let site = Site()
        site.writePhotos("a.png", "b.png", "deep/c.png")
        let result = try await site.generate("--only-source", "photos/{a,deep/*}.png")
        #expect(try Set(result.images().map(\.source)) == ["photos/a.png", "photos/deep/c.png"])
        #expect(site.cacheFiles.count == 4)
    }

    @Test(arguments: [["generateimages"], ["generateimages", "--check"], ["invalidate", "**"], ["clear", "**"]])
    func onlySourceThatMatchesNothingIsAMistake(_ command: [String]) async throws {
        let site = Site()
        site.writePhotos("a.png", "b.png")
        _ = try await site.generate("--only-source", "photos/a.png")
        let before = site.snapshot
        let result = try await site.run(command + ["--only-source", "photos/c*"]) { _ in }
        #expect(result.exitCode == 64)
        #expect(
            result.errors
                == "error: no source matches --only-source \"photos/c*\"; there are 2, such as \"photos/a.png\"\n"
        )
        #expect(site.snapshot == before)
        // If no source exists, the message states this.
        for photo in ["a.png", "b.png"] { site.remove("media/photos/" + photo) }
        let empty = try await site.run("generateimages", "-v", "--only-source", "photos/c*")
        #expect(empty.exitCode == 0 && empty.errors.hasPrefix("warning: source group \"photos\" has no sources"))
    }

    @Test func patternsSelectOnlyMatchingGenerators() async throws {
        let site = Site()
        site.writePhotos("a.png")
        #expect(try await site.generate("app:s*").images().map(\.generator) == ["app:small"])
        #expect(try await site.generate("app").images().map(\.generator) == ["app:large"])
    }

    @Test func failFastStopsAtTheFirstFailure() async throws {
        let site = Site(Registries.oneGenerator)
        site.writePhotos("crash.png", "a.png", "b.png")
        // The source with the most pixels is processed first.
        site.write("media/photos/crash.png", samplePNG(width: 80, height: 80))
        let environment = site.installFakeWorker()
        let result = try await site.generate("--fail-fast", "--jobs", "1", environment: environment)
        #expect(result.exitCode == 1)
        #expect(site.takeJobs() == ["photos/crash.png", "photos/crash.png"], "the source is retried once")
        let rest = try await site.generate("--jobs", "1", environment: environment)
        #expect(rest.exitCode == 1)
        #expect(site.takeJobs().sorted() == ["photos/a.png", "photos/b.png"])
    }

    @Test func sourcesAreNotChanged() async throws {
        let site = Site()
        site.writePhotos("a.png")
        let before = TreeSnapshot(of: site.path("media/photos"))
        _ = try await site.generate()
        #expect(TreeSnapshot(of: site.path("media/photos")) == before)
    }
}
