import Foundation
import Testing

/// Tests of `--manifest PATH`, which writes a list of all cache files of the selection.
@Suite struct ManifestTests {
    struct Content: Decodable, Equatable {
        struct Image: Decodable, Equatable {
            let generator: String
            let source: String
            let name: String
            let url: String
            let width: Int?
            let height: Int?
            let bytes: Int
            let format: String?
            let mime_type: String?
        }

        let version: Int
        let images: [Image]
    }

    static func content(_ site: Site, _ name: String = "manifest.json") throws -> Content {
        try JSONDecoder().decode(Content.self, from: Data(try #require(site.read(name))))
    }

    @Test func describesEveryImageInOrder() async throws {
        let site = Site()
        site.writePhotos("b.png", "a b.png")
        #expect(try await site.run("generateimages", "--manifest", "manifest.json").exitCode == 0)
        let content = try Self.content(site)
        #expect(content.version == 1)
        #expect(content.images.map(\.generator) == ["app:large", "app:large", "app:small", "app:small"])
        #expect(content.images.map(\.source) == ["photos/a b.png", "photos/b.png", "photos/a b.png", "photos/b.png"])
        for image in content.images {
            let isLarge = image.generator == "app:large"
            #expect(image.url == "/media/" + image.name.replacingOccurrences(of: " ", with: "%20"))
            #expect(image.width == (isLarge ? 32 : 10))
            #expect(image.height == (isLarge ? 24 : 8))
            #expect(image.format == (isLarge ? "PNG" : "JPEG"))
            #expect(image.mime_type == (isLarge ? "image/png" : "image/jpeg"))
            #expect(image.bytes == site.read("media/" + image.name)?.count)
        }
    }

    @Test func freshImagesAreInItLikeGeneratedImages() async throws {
        let site = Site()
        site.writePhotos("a.png", "b.png")
        _ = try await site.run("generateimages", "--manifest", "first.json")
        _ = try await site.run("generateimages", "--manifest", "second.json")
        #expect(site.read("first.json") == site.read("second.json"))
    }

    @Test func containsOnlyTheSelection() async throws {
        let site = Site()
        site.writePhotos("a.png", "b.png")
        _ = try await site.run("generateimages", "app:small", "--only-source", "**/b.png", "--manifest", "m.json")
        #expect(try Self.content(site, "m.json").images.map(\.source) == ["photos/b.png"])
    }

    @Test func failedImagesAreNotInIt() async throws {
        let site = Site(Registries.oneGenerator)
        site.writePhotos("a.png")
        site.write("media/photos/junk.png", "junk")
        #expect(try await site.run("generateimages", "--manifest", "m.json").exitCode == 1)
        #expect(try Self.content(site, "m.json").images.map(\.source) == ["photos/a.png"])
    }

    /// A process that has the previous manifest open still reads the complete previous manifest.
    @Test func replacesThePreviousManifestCompletely() async throws {
        let site = Site()
        site.write("m.json", "old")
        try FileManager.default.linkItem(atPath: site.path("m.json"), toPath: site.path("kept.json"))
        site.writePhotos("a.png")
        _ = try await site.run("generateimages", "--manifest", "m.json")
        #expect(site.text("kept.json") == "old")
        #expect(try Self.content(site, "m.json").images.count == 2)
        #expect(try FileManager.default.contentsOfDirectory(atPath: site.path).count == 4)
    }

    /// If the manifest cannot be written, the command fails before it makes images.
    @Test(arguments: ["nowhere/m.json", "media", "specs.json/m.json"])
    func anUnwritablePathEndsTheCommandBeforeTheRun(_ path: String) async throws {
        let site = Site()
        site.writePhotos("a.png")
        let before = site.snapshot
        let result = try await site.run("generateimages", "--manifest", path)
        #expect(result.exitCode == 64)
        #expect(result.errors.hasPrefix("error: --manifest: cannot write \(path): "))
        #expect(site.snapshot == before)
    }

    /// imagekit writes to the target of a link and keeps the link. `/dev/stdout` is a link. If a run as root replaced
    /// this link, `/dev/stdout` would be broken for all programs of the machine.
    @Test func aLinkIsKeptAndPointsToTheManifest() async throws {
        let site = Site()
        site.writePhotos("a.png")
        site.write("elsewhere/old.json", "old")
        try FileManager.default.createSymbolicLink(
            atPath: site.path("m.json"),
            withDestinationPath: "elsewhere/old.json"
        )
        #expect(try await site.run("generateimages", "--manifest", "m.json").exitCode == 0)
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: site.path("m.json")) == "elsewhere/old.json")
        #expect(try Self.content(site, "elsewhere/old.json").images.count == 2)
        let printed = try Shell.run(
            """
            ln -s /dev/stdout out && echo before > printed
            "$IMAGEKIT" generateimages -q --manifest out >> printed && test -L out
            """,
            in: site
        )
        #expect(printed.exitCode == 0, "\(printed.errors)")
        #expect(site.text("printed")?.hasPrefix("before\n{\"version\":1,") == true)
    }

    /// Deployments often have such links. The target of a link is relative to the folder that contains the link, not to
    /// the path that leads to the link.
    @Test func aLinkIsRelativeToItsOwnFolder() async throws {
        let site = Site()
        site.writePhotos("a.png")
        site.makeFolder("releases/42")
        site.makeFolder("shared")
        let manager = FileManager.default
        try manager.createSymbolicLink(atPath: site.path("current"), withDestinationPath: "releases/42")
        try manager.createSymbolicLink(
            atPath: site.path("releases/42/m.json"),
            withDestinationPath: "../../shared/m.json"
        )
        #expect(try await site.run("generateimages", "--manifest", "current/m.json").exitCode == 0)
        #expect(try Self.content(site, "shared/m.json").images.count == 2)
        try manager.createSymbolicLink(atPath: site.path("loop"), withDestinationPath: "loop")
        for path in ["loop", "/dev/fd/99"] {
            let result = try await site.run("generateimages", "--manifest", path)
            #expect(result.exitCode == 64 && result.errors.contains("cannot write \(path): "), "\(result)")
        }
    }

    @Test func theManifestIsWrittenToAPipe() async throws {
        let site = Site()
        site.writePhotos("a.png")
        let result = try Shell.run(
            "mkfifo pipe && { cat pipe > read & \"$IMAGEKIT\" generateimages --manifest pipe && wait && test -p pipe; }",
            in: site
        )
        #expect(result.exitCode == 0, "\(result.errors)")
        #expect(try Self.content(site, "read").images.count == 2)
    }

    @Test(arguments: [
        "media/photos/a.png", "specs.json", "more/all.json", "names.txt", "media/CACHE/images/.imagekit/lock",
    ])
    func filesThatARunNeedsAreNeverOverwritten(_ path: String) async throws {
        let site = Site(
            #"{ "settings": { "MEDIA_ROOT": "media" }, "include": "more/*.json", "source_groups": { "p": { "list": "names.txt" } }, "generators": { "a": { "source": "p" } } }"#
        )
        site.writePhotos("a.png")
        site.write("names.txt", "photos/a.png\n")
        site.write("more/all.json", "{}")
        _ = try await site.generate()
        let before = site.snapshot
        let result = try await site.run("generateimages", "--manifest", path)
        #expect(result.exitCode == 64)
        #expect(result.errors.contains("--manifest: \(path) is "))
        #expect(site.snapshot == before)
    }

    @Test func standardOutputHasAPath() async throws {
        let site = Site()
        site.writePhotos("a.png")
        let dash = try await site.run("generateimages", "--manifest", "-")
        #expect(dash.exitCode == 64 && dash.errors.contains("/dev/stdout"))
        let printed = try await site.run("generateimages", "--manifest", "/dev/stdout")
        #expect(printed.exitCode == 0)
        #expect(try JSONDecoder().decode(Content.self, from: Data(printed.output.utf8)).images.count == 2)
    }
}
