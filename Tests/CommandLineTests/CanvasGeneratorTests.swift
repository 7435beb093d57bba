import Foundation
import Testing

/// Generators without a source make one image each. Every command supports them.
@Suite struct CanvasGeneratorTests {
    private static let generators = """
        "app:og": {
            "canvas": { "width": 60, "height": 32, "gradient": { "from": "#203040", "to": "#a04060", "direction": "br" } },
            "processors": [{ "Text": { "text": "<b>Hi</b>", "size": 12, "color": "white" } }],
            "format": "JPEG"
        },
        "app:placeholder": { "canvas": { "width": 20, "height": 20, "color": "#ccc" } },
        "app:small": { "source": "photos", "processors": [{ "Thumbnail": [10, 8] }], "format": "PNG" }
        """

    private func site(settings: String = "") -> Site {
        let site = Site(
            Registries.registry(settings: #""MEDIA_ROOT": "media""# + settings, generators: Self.generators)
        )
        site.writePhotos("a.png")
        return site
    }

    @Test func areMadeOnce() async throws {
        let site = site()
        #expect(try await site.generate("--check").exitCode == 1)
        #expect(site.cacheFiles.isEmpty)
        let first = try await site.generate("--manifest", "m.json")
        #expect(first.exitCode == 0)
        let made = try first.images()
        #expect(made.map(\.generator) == ["app:og", "app:placeholder", "app:small"])
        #expect(made.map(\.source) == [nil, nil, "photos/a.png"])
        #expect(made.map(\.width) == [60, 20, 10])
        // An image of a canvas has no source, so its default name contains no source name, only a hash.
        let names = made.compactMap(\.name)
        #expect(names[0].wholeMatch(of: /CACHE\/images\/[0-9a-f]{32}\.jpg/) != nil)
        #expect(names[1].wholeMatch(of: /CACHE\/images\/[0-9a-f]{32}\.png/) != nil)
        #expect(site.text("m.json")?.contains(#"{"generator":"app:og","name":"\#(names[0])""#) == true)

        let before = TreeSnapshot(of: site.path("media"))
        let second = try await site.generate("-v", "--manifest", "again.json")
        #expect(try second.images().map(\.status) == ["fresh", "fresh", "fresh"])
        #expect(try await site.generate("--check").exitCode == 0)
        #expect(TreeSnapshot(of: site.path("media")) == before)
        #expect(site.read("again.json") == site.read("m.json"))
    }

    @Test func areFoundWithoutTheState() async throws {
        let site = site()
        _ = try await site.generate()
        site.remove("media/CACHE/images/.imagekit")
        #expect(try await site.generate("-v").images().map(\.status) == ["fresh", "fresh", "fresh"])
        let damaged = try #require(site.cacheFiles.keys.first { $0.hasSuffix(".jpg") })
        site.write("media/CACHE/images/" + damaged, "x")
        let again = try await site.generate().images()
        #expect(again.map(\.generator) == ["app:og"] && again.map(\.reason) == ["damaged"])
    }

    @Test func patternsAndSourcesSelect() async throws {
        let site = site()
        #expect(try await site.generate("app:og").images().map(\.generator) == ["app:og"])
        let ofSource = try await site.generate("--only-source", "photos/**")
        #expect(try ofSource.images().map(\.generator) == ["app:small"])
        #expect(try await site.generate("--force", "app:placeholder").images().map(\.reason) == ["forced"])
    }

    @Test func otherCommandsKnowThem() async throws {
        let site = site()
        let list = try await site.run("list").outputLines
        #expect(list[0] == "app:og           canvas  1 image   JPEG  Text")
        #expect(list[1] == "app:placeholder  canvas  1 image   PNG")
        let url = try await site.run("generateimage", "app:og", "--url")
        #expect(url.exitCode == 0 && url.output.hasPrefix("/media/CACHE/images/"))
        let json = try await site.run("generateimage", "app:og", "--json").output
        #expect(json.hasPrefix(#"{"generator":"app:og","name":""#) && json.contains(#""status":"fresh","width":60"#))
        let tag = try await site.run("generateimage", "app:placeholder").output
        #expect(tag.hasPrefix(#"<img width="20" height="20" src="#))
        let status = try await site.run("status").outputLines
        #expect(status.first == "app:og: 1 fresh, 0 missing, 0 out of date, 0 failed")
        #expect(status.last == "orphaned: 0 files, 0 bytes")
        #expect(try await site.run("clear", "app:og").exitCode == 0)
        #expect(site.cacheFiles.keys.count { $0.hasSuffix(".jpg") } == 0)
    }

    @Test func theSourceOfACallIsChecked() async throws {
        let site = site()
        let canvas = try await site.run("generateimage", "app:og", "--source", "photos/a.png")
        #expect(canvas.exitCode == 64 && canvas.errors.contains("app:og is made from a canvas: remove the source "))
        let spec = try await site.run("generateimage", "app:small")
        #expect(
            spec.exitCode == 64
                && spec.errors.contains("app:small needs a source: imagekit generateimage app:small SOURCE.")
        )
        let upload = try await site.run("process", "app:og", "media/photos/a.png", "--upload-to", "x")
        #expect(upload.exitCode == 64 && upload.errors.contains("app:og is made from a canvas: it takes no files."))
    }

    @Test func imagesOfAPreviousCanvasArePruned() async throws {
        let site = site()
        _ = try await site.generate()
        // `prune` keeps the image that a single-file command made, because the same command still results in the same
        // name. `prune` deletes the image of the previous canvas of app:og, because this image is an orphan.
        let own = try await site.run("generateimage", "app:placeholder", "--set", "format=WEBP", "--path").output
        site.write(
            "specs.json",
            Registries.registry(generators: Self.generators.replacingOccurrences(of: "#203040", with: "#203041"))
        )
        #expect(try await site.run("prune", "--dry-run").outputLines.count == 1)
        site.remove("media/CACHE/images/.imagekit/state.sqlite3")
        _ = try await site.run("generateimage", "app:placeholder", "--set", "format=WEBP", "--url")
        let pruned = try await site.run("prune")
        #expect(pruned.exitCode == 0 && pruned.output.contains("deleted 1 file"), "\(pruned)")
        #expect(FileManager.default.fileExists(atPath: own.trimmingCharacters(in: .newlines)))
    }

    @Test func failuresNameTheGenerator() async throws {
        let site = Site(
            Registries.registry(
                generators: #""app:og": { "canvas": { "width": 9, "height": 9 }, "processors": [{ "Text": ["<b>"] }] }"#
            )
        )
        let result = try await site.run("generateimages")
        #expect(result.exitCode == 1 && result.errors.contains("error: app:og: "), "\(result.errors)")
        let one = try await site.run("generateimage", "app:og", "--json")
        #expect(one.exitCode == 1 && one.output.hasPrefix(#"{"generator":"app:og","status":"failed""#))
        #expect(try await site.generate().images().map(\.status) == ["failed"])
    }

    @Test func otherNamers() async throws {
        for (namer, name) in [
            ("source_name_as_path", #/CACHE/images/[0-9a-f]{32}\.jpg/#),
            ("source_name_dot_hash", #/CACHE/images/[0-9a-f]{12}\.jpg/#),
        ] {
            let site = site(settings: #", "IMAGEKIT_CACHEFILE_NAMER": "\#(namer)""#)
            let made = try await site.generate("app:og").images()
            #expect(made[0].name?.wholeMatch(of: name) != nil, "\(made)")
            // Without the state, `prune` and the server know the names by their shape.
            let changed = Self.generators.replacingOccurrences(of: "#203040", with: "#203041")
            let settings = #""MEDIA_ROOT": "media", "IMAGEKIT_CACHEFILE_NAMER": "\#(namer)""#
            site.write("specs.json", Registries.registry(settings: settings, generators: changed))
            site.remove("media/CACHE/images/.imagekit")
            #expect(try await site.run("prune", "--yes").output.hasPrefix("deleted 1 file"))
            let url = try await site.run(
                ["generateimage", "app:og", "--url"],
                environment: ["IMAGEKIT_DEFAULT_CACHEFILE_STRATEGY": "Optimistic"]
            ) { _ in }
            let server = try await ServeSession.start(site)
            #expect(try await server.get(try #require(url.outputLines.first)).status == 200)
            #expect(try await server.stop() == 143)
        }
    }

    /// `max_pixels` limits canvases, whether it is set in the registry, in the environment or on the command line.
    @Test func canvasesKeepToTheLimitOfPixels() async throws {
        let large = #""app:large": { "canvas": { "width": 10001, "height": 10000 } }"#
        func validate(_ settings: String, _ generators: String, _ environment: [String: String] = [:]) async throws
            -> CommandResult
        {
            let site = Site(Registries.registry(settings: #""MEDIA_ROOT": "media""# + settings, generators: generators))
            site.makeFolder("media/photos")
            return try await site.run("validate", environment: environment)
        }
        let refused = try await validate("", large)
        #expect(refused.exitCode == 65)
        #expect(
            refused.errors.contains(
                "10001×10000 are 100010000 pixels, more than max_pixels, 100000000: make the canvas smaller, or raise max_pixels"
            ),
            "\(refused.errors)"
        )
        #expect(try await validate(#", "max_pixels": 200000000"#, large).exitCode == 0)
        #expect(try await validate("", large, ["IMAGEKIT_MAX_PIXELS": "200000000"]).exitCode == 0)
        let lowered = try await validate(#", "max_pixels": 1919"#, Self.generators)
        #expect(lowered.exitCode == 65 && lowered.errors.contains("60×32 are 1920 pixels, more than max_pixels, 1919"))
        let site = site()
        #expect(try await site.run("generateimages", "--max-pixels", "1919").exitCode == 65)
        #expect(try await site.run("generateimages", "--max-pixels", "1920").exitCode == 0)
    }
}
