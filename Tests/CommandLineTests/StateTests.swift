import Foundation
import Testing

/// The state is a cache of facts about the folder tree, and can be rebuilt from this tree.
@Suite struct StateTests {
    static let state = "media/CACHE/images/.imagekit/state.sqlite3"

    static func madeSite() async throws -> Site {
        let site = Site()
        site.writePhotos("a.png", "b.png")
        #expect(try await site.generate().exitCode == 0)
        return site
    }

    @Test func withoutAStateExistingFilesAreFresh() async throws {
        let site = try await Self.madeSite()
        let before = TreeSnapshot(of: site.path("media/CACHE/images/photos"))
        site.remove("media/CACHE/images/.imagekit")
        let result = try await site.generate(environment: ["IMAGEKIT_WORKER": "/nowhere"])
        #expect(result.exitCode == 0, "\(result.errors)")
        #expect(try result.summary()?.fresh == 4)
        #expect(TreeSnapshot(of: site.path("media/CACHE/images/photos")) == before)
        // The record exists again, so the run detects a change of the source.
        site.write("media/photos/a.png", samplePNG(width: 40, height: 30, seed: 8))
        #expect(try await site.generate().images().map(\.reason) == ["source-changed", "source-changed"])
    }

    @Test(arguments: ["junk", ""]) func anUnusableStateIsReplaced(_ content: String) async throws {
        let site = try await Self.madeSite()
        site.write(Self.state, content)
        let result = try await site.generate(environment: ["IMAGEKIT_WORKER": "/nowhere"])
        #expect(result.exitCode == 0, "\(result.errors)")
        #expect(try result.summary()?.fresh == 4)
        let before = site.snapshot
        #expect(try await site.generate().exitCode == 0)
        #expect(site.snapshot == before)
    }

    /// After a fresh checkout, sources have other times and inodes but the same bytes.
    @Test func aCachedFolderServesAFreshCheckout() async throws {
        let site = try await Self.madeSite()
        let other = Site()
        other.writePhotos("a.png", "b.png")
        try FileManager.default.copyItem(atPath: site.path("media/CACHE"), toPath: other.path("media/CACHE"))
        let result = try await other.generate(environment: ["IMAGEKIT_WORKER": "/nowhere"])
        #expect(result.exitCode == 0, "\(result.errors)")
        #expect(try result.summary()?.fresh == 4)
    }

    /// After a killed run, an image of the previous content of the source must not count as up to date.
    @Test func aKilledRunIsTakenUpAgain() async throws {
        let site = Site(Registries.oneGenerator)
        site.writePhotos("hang.png")
        _ = try await site.generate()
        site.write("media/photos/hang.png", samplePNG(width: 40, height: 30, seed: 7))
        site.makeMailbox("started")
        var environment = site.installFakeWorker()
        environment["STARTED"] = site.path("started")
        let killed = try await site.run(["generateimages"], environment: environment) { send in
            _ = try await firstLine(ofPipe: site.path("started"))
            try send(.kill)
        }
        #expect(killed.exitCode == 137)
        #expect(site.cacheFiles.count == 1)
        let next = try await site.generate()
        #expect(next.exitCode == 0)
        #expect(try next.images().map(\.reason) == ["interrupted"])
        let expected = Site(Registries.oneGenerator)
        expected.write("media/photos/hang.png", samplePNG(width: 40, height: 30, seed: 7))
        _ = try await expected.generate()
        #expect(site.cacheFiles == expected.cacheFiles)
    }

    // MARK: - Lock

    @Test func anotherActiveRunEndsThisRunOnRequest() async throws {
        let site = try await Self.madeSite()
        let lock = open(site.path("media/CACHE/images/.imagekit/lock"), O_RDWR | O_CLOEXEC)
        #expect(flock(lock, LOCK_EX) == 0)
        let busy = try await site.run("generateimages", "--no-wait", "--force")
        let verbose = try await site.run("generateimages", "--no-wait", "--force", "-v")
        close(lock)
        #expect(busy == CommandResult(exitCode: 75, output: "", errors: ""))
        #expect(verbose.exitCode == 75)
        #expect(verbose.errors.hasPrefix("error: another run is using "))
        #expect(try await site.run("generateimages", "--no-wait").exitCode == 0)
    }

    @Test func readersNeedNoLock() async throws {
        let site = try await Self.madeSite()
        let lock = open(site.path("media/CACHE/images/.imagekit/lock"), O_RDWR | O_CLOEXEC)
        #expect(flock(lock, LOCK_EX) == 0)
        defer { close(lock) }
        #expect(try await site.run("generateimages", "--check", "--no-wait").exitCode == 0)
        #expect(try await site.run("generateimages", "-n", "--no-wait").exitCode == 0)
        #expect(try await site.run("list").exitCode == 0)
    }

    /// An image depends on its overlays, not only on its source.
    @Test(arguments: [#"["mark.png"]"#, #"{ "overlay_img": "mark.png", "position": { "field": "corner" } }"#])
    func anotherOverlayMakesItsImagesAgain(_ overlay: String) async throws {
        let site = Site(
            Registries.registry(
                generators: """
                    "app:marked": {
                        "source": "photos", "processors": [{ "ImageOverlay": \(overlay) }], "format": "PNG"
                    },
                    "app:small": { "source": "photos", "processors": [{ "Thumbnail": [10, 8] }], "format": "PNG" }
                    """
            )
        )
        site.writePhotos("a.png")
        site.write("media/photos/a.json", #"{ "corner": [1, 2] }"#)
        site.write("mark.png", samplePNG(width: 5, height: 5))
        #expect(try await site.generate().images().count == 2)
        site.write("mark.png", samplePNG(width: 5, height: 5))
        #expect(try await site.generate().images() == [], "the overlay has the same bytes")
        let before = site.cacheFiles
        site.write("mark.png", samplePNG(width: 5, height: 5, seed: 3))
        let again = try await site.generate().images()
        #expect(again.map(\.generator) == ["app:marked"] && again.map(\.reason) == ["overlay-changed"])
        #expect(site.cacheFiles.count { before[$0.key] != $0.value } == 1)
        #expect(try await site.generate().images() == [])
        // Without the state, existing files count as up to date. Later changes of the overlay are detected.
        site.remove("media/CACHE/images/.imagekit")
        #expect(try await site.generate().images() == [])
        site.write("mark.png", samplePNG(width: 5, height: 5, seed: 4))
        #expect(try await site.generate().images().map(\.reason) == ["overlay-changed"])
        site.remove("mark.png")
        let gone = try await site.generate()
        #expect(gone.exitCode == 1)
        #expect(try gone.images().map(\.error?.code) == ["processor-failed"])
    }
}
