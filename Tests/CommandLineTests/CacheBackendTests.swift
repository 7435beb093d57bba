import Foundation
import ImageSpecs
import Testing

/// Tests of the cache backends that keep no records from one run to the next.
@Suite struct CacheBackendTests {
    static let forgetful = ["memory", "dummy", "django.core.cache.backends.dummy.DummyCache"]

    static func age(_ name: String, _ site: Site, by seconds: Double) throws {
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSinceNow: -seconds)],
            ofItemAtPath: site.path(name)
        )
    }

    @Test(arguments: forgetful) func theCacheTreeReplacesTheState(_ backend: String) async throws {
        let site = Site()
        site.writePhotos("a.png", "b.png")
        for name in ["a.png", "b.png"] { try Self.age("media/photos/" + name, site, by: 100) }
        let environment = ["IMAGEKIT_CACHE_BACKEND": backend]
        #expect(try await site.generate(environment: environment).summary()?.generated == 4)
        #expect(site.read(StateTests.state) == nil)
        let images = site.cacheFiles
        // All images are newer than their sources, so the next run needs no worker and changes no file.
        let before = site.snapshot
        let again = try await site.generate(environment: environment.merging(["IMAGEKIT_WORKER": "/nowhere"]) { $1 })
        #expect(try again.summary()?.fresh == 4)
        #expect(site.snapshot == before)
        // Before the first of the next runs, one image is missing. Before the second run, one cache file is not an
        // image. Before the third run, the images of b.png are older than their source.
        let names = images.keys.sorted()
        site.remove(VerifyTests.file + names[0])
        #expect(try await site.generate(environment: environment).images().map(\.reason) == ["missing"])
        site.write(VerifyTests.file + names[1], "junk")
        #expect(try await site.generate(environment: environment).images().map(\.reason) == ["damaged"])
        site.write("media/photos/b.png", samplePNG(width: 40, height: 30, seed: 77))
        for name in names where name.contains("/b/") { try Self.age(VerifyTests.file + name, site, by: 10) }
        let changed = try await site.generate(environment: environment)
        #expect(try changed.images().map(\.reason) == ["source-changed", "source-changed"])
        let fresh = Site()
        fresh.write("media/photos/a.png", site.read("media/photos/a.png")!)
        fresh.write("media/photos/b.png", site.read("media/photos/b.png")!)
        _ = try await fresh.generate()
        #expect(site.cacheFiles == fresh.cacheFiles)
    }

    /// The size of an existing image is in its header. If imagekit could not read the header, each run would make the
    /// image again.
    @Test(arguments: ImageFormat.written) func imagesOfEachFormatAreFound(_ format: ImageFormat) async throws {
        let generator = """
            "app:small": { "source": "photos", "processors": [{ "Thumbnail": [10, 8] }], "format": "\(format.rawValue)" }
            """
        let site = Site(Registries.registry(generators: generator))
        site.writePhotos("a.png")
        try Self.age("media/photos/a.png", site, by: 100)
        #expect(try await site.generate().exitCode == 0)
        site.remove("media/CACHE/images/.imagekit")
        for backend in ["dummy", "sqlite"] {
            let environment = ["IMAGEKIT_CACHE_BACKEND": backend, "IMAGEKIT_WORKER": "/nowhere"]
            let found = try await site.generate("-v", environment: environment).images()
            #expect(found.map(\.status) == ["fresh"] && found.map(\.width) == [10] && found.map(\.height) == [8])
        }
    }

    /// If a run with another backend makes images, the SQLite state becomes stale, so the run deletes the state. A run
    /// that makes no images keeps the state.
    @Test func aStaleStateIsDeleted() async throws {
        let site = try await StateTests.madeSite()
        #expect(try await site.generate(environment: ["IMAGEKIT_CACHE_BACKEND": "dummy"]).summary()?.fresh == 4)
        #expect(site.read(StateTests.state) != nil)
        #expect(try await site.generate("--force", environment: ["IMAGEKIT_CACHE_BACKEND": "dummy"]).exitCode == 0)
        #expect(site.read(StateTests.state) == nil)
        #expect(try await site.generate().summary()?.fresh == 4)
    }

    @Test(arguments: forgetful) func singleFilesAndHousekeepingNeedNoMemory(_ backend: String) async throws {
        let site = Site()
        site.writePhotos("a.png")
        try Self.age("media/photos/a.png", site, by: 100)
        let environment = ["IMAGEKIT_CACHE_BACKEND": backend]
        let first = try await site.run("thumbnail", "8x8", "photos/a.png", "--json", environment: environment)
        #expect(first.exitCode == 0 && first.output.contains("\"generated\""))
        let again = try await site.run("thumbnail", "8x8", "photos/a.png", "--json", environment: environment)
        #expect(again.exitCode == 0 && again.output.contains("\"fresh\""))
        #expect(try await site.run("status", environment: environment).exitCode == 0)
        let refused = try await site.run("invalidate", "**", environment: environment)
        #expect(refused.exitCode == 1 && refused.errors.contains("imagekit clear"))
        #expect(try await site.run("prune", "--yes", environment: environment).exitCode == 0)
        #expect(site.cacheFiles.isEmpty)
    }

    @Test func anUnknownBackendNamesTheNearest() async throws {
        let result = try await Site().run("validate", environment: ["IMAGEKIT_CACHE_BACKEND": "sqlit"])
        #expect(result.exitCode == 65)
        #expect(result.errors.contains("did you mean \"sqlite\"?"))
    }
}
