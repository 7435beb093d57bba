import Foundation
import Testing

/// Tests of specs that depend on the fields of their source.
@Suite struct FieldTests {
    private static let changing = """
        "app:changing": {
            "source": "photos",
            "processors": [{ "ResizeToFit": { "width": { "field": "w", "default": 12 } } }],
            "format": "JPEG",
            "options": { "quality": { "field": "q", "default": 60 } }
        }
        """

    private static func constant(_ width: Int, _ quality: Int = 60) -> String {
        """
        "app:constant": {
            "source": "photos",
            "processors": [{ "ResizeToFit": { "width": \(width) } }],
            "format": "JPEG",
            "options": { "quality": \(quality) }
        }
        """
    }

    struct Origin: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let group: String
        let file: String
        let content: String

        init(_ description: String, group: String = #"{ "glob": ["photos/*.png"] }"#, _ file: String, _ content: String)
        {
            testDescription = description
            self.group = group
            self.file = file
            self.content = content
        }

        static let all = [
            Origin("CSV", group: #"{ "list": "rows.CSV" }"#, "rows.CSV", "w,source,q\r\n20,photos/a.png,\r\n"),
            Origin(
                "JSON Lines",
                group: #"{ "list": "rows.jsonl" }"#,
                "rows.jsonl",
                "{\"source\": \"photos/a.png\", \"w\": 20, \"q\": null}\n{\"source\": null}\n"
            ),
            Origin("sidecar", "media/photos/a.png.json", #"{ "w": 20 }"#),
            Origin("sidecar of the stem", "media/photos/a.json", #"{ "w": 20, "title": "A" }"#),
        ]
    }

    @Test(arguments: Origin.all) func theNameEqualsThatOfASpecWithTheSameValues(_ origin: Origin) async throws {
        let generators = Self.changing + "," + Self.constant(20)
        let site = Site(Registries.registry(photos: origin.group, generators: generators))
        site.writePhotos("a.png")
        site.write(origin.file, origin.content)
        let images = try await site.generate().images()
        #expect(images.map(\.status) == ["generated", "generated"])
        #expect(Set(images.map(\.name)).count == 1)
        #expect(images.map(\.width) == [20, 20])
        #expect(try await site.generate("--check").exitCode == 0)
    }

    /// In an included registry, the default of a field is relative to the folder of this registry, as a plain value is.
    @Test func theDefaultOfAPathIsRelativeToItsRegistry() async throws {
        func generator(_ id: String, _ path: String) -> String {
            #""\#(id)": { "source": "photos", "processors": [{ "ImageOverlay": [\#(path)] }], "format": "PNG" }"#
        }
        let settings = #"{ "settings": { "MEDIA_ROOT": "media" }, "include": ["apps/*/specs.json"], "#
        let site = Site(settings + #""source_groups": { "photos": { "glob": "photos/*" } } }"#)
        site.writePhotos("a.png")
        site.write("apps/blog/mark.png", samplePNG(width: 4, height: 4))
        let generators = [
            generator("a", #"{ "field": "mark", "default": "mark.png" }"#), generator("b", #""mark.png""#),
        ]
        site.write("apps/blog/specs.json", #"{ "generators": { \#(generators.joined(separator: ", ")) } }"#)
        for option in ["-v", "--untrusted-registry"] {
            let images = try await site.generate("--force", option).images()
            #expect(images.map(\.status) == ["generated", "generated"], "\(images)")
            #expect(Set(images.map(\.name)).count == 1, "\(images)")
        }
    }

    @Test func theSizeOfTheSourceFillsFields() async throws {
        let generators = """
            "a": {
                "source": "photos", "format": "PNG",
                "processors": [{ "Crop": [{ "field": "source.width" }, { "field": "source.height" }] }]
            },
            "b": { "source": "photos", "format": "PNG", "processors": [{ "Crop": [40, 30] }] }
            """
        let site = Site(Registries.registry(generators: generators))
        site.writePhotos("a.png", width: 40, height: 30)
        #expect(Set(try await site.generate().images().map(\.name)).count == 1)
    }

    @Test func aColumnHasPriorityOverSidecarAndDefault() async throws {
        let registry = Registries.registry(photos: #"{ "list": "rows.csv" }"#, generators: Self.changing)
        let site = Site(registry)
        site.writePhotos("a.png", "b.png", "c.png")
        site.write("rows.csv", "source,w\nphotos/a.png,20\nphotos/b.png,\nphotos/c.png\n")
        site.write("media/photos/a.png.json", #"{ "w": 21 }"#)
        site.write("media/photos/b.png.json", #"{ "w": 22 }"#)
        #expect(try await site.generate().images().map(\.width) == [20, 22, 12])
    }

    @Test func onlyTheSourceWithAMissingOrWrongFieldFails() async throws {
        let generators = Self.changing.replacing(#", "default": 12"#, with: "") + "," + Self.constant(8)
        let site = Site(Registries.registry(generators: generators))
        site.writePhotos("a.png", "b.png", "c.png", "d.png")
        site.write("media/photos/a.png.json", #"{ "w": 20 }"#)
        site.write("media/photos/c.png.json", #"{ "w": "wide" }"#)
        site.write("media/photos/d.png.json", "{\n  w: 3 }")
        let result = try await site.generate()
        #expect(result.exitCode == 1)
        let images = try result.images()
        #expect(
            images.map(\.status) == ["generated", "failed", "failed", "failed"]
                + Array(repeating: "generated", count: 4)
        )
        #expect(images.map(\.error?.code)[..<4] == [nil, "missing-field", "bad-field", "bad-field"])
        #expect(images[1].error?.message.contains("photos/b.png.json") == true)
        #expect(images[2].error?.message.contains("\"wide\"") == true)
        #expect(images[2].error?.message.contains("ResizeToFit.width") == true)
        #expect(images[3].error?.message.hasPrefix("photos/d.png.json:2:3: ") == true)
        #expect(images[1].name == nil)
        #expect(try await site.generate("--check").exitCode == 1)
    }

    /// The registry is checked before the fields are known, so a wrong tolerance is found only with the field.
    @Test func aToleranceOutOfRangeIsAWrongField() async throws {
        let processor = #"{ "TrimBorderColor": { "tolerance": { "field": "t" } } }"#
        let generator = #""app:trimmed": { "source": "photos", "format": "PNG", "processors": [\#(processor)] }"#
        let site = Site(Registries.registry(generators: generator))
        site.writePhotos("a.png", "b.png")
        site.write("media/photos/a.png.json", #"{ "t": 0.5 }"#)
        site.write("media/photos/b.png.json", #"{ "t": 50 }"#)
        let images = try await site.generate().images()
        #expect(images.map(\.error?.code) == [nil, "bad-field"])
        #expect(images.last?.error?.message.contains("50.0 is not a tolerance") == true)
    }

    @Test func changedFieldMakesAnotherFileAndOrphansTheFormer() async throws {
        let site = Site(Registries.registry(generators: Self.changing))
        site.writePhotos("a.png", "b.png", "c.png")
        site.write("media/photos/a.png.json", #"{ "w": 20 }"#)
        _ = try await site.generate()
        let before = site.cacheFiles
        site.write("media/photos/a.png.json", #"{ "w": 21 }"#)
        #expect(try await site.generate("--check").summary()?.would_generate == 1)
        #expect(try await site.generate().images().map(\.width) == [21])
        #expect(try await site.run("status").output.contains("orphaned: 1 file"))
        #expect(try await site.run("prune").exitCode == 0)
        #expect(site.cacheFiles.count == 3)
        #expect(Set(site.cacheFiles.keys).intersection(before.keys).count == 2)
    }

    /// `prune` must not delete images because a sidecar is missing or broken for a short time.
    @Test func filesOfASourceWithoutItsFieldsAreNoOrphans() async throws {
        let site = Site(Registries.registry(generators: Self.changing.replacing(#", "default": 12"#, with: "")))
        site.writePhotos("a.png", "b.png")
        site.write("media/photos/a.png.json", #"{ "w": 20 }"#)
        site.write("media/photos/b.png.json", #"{ "w": 20 }"#)
        _ = try await site.generate()
        site.write("media/photos/a.png.json", #"{ "w": "#)
        site.remove("media/photos/b.png.json")
        let status = try await site.run("status").output
        #expect(status.contains("2 failed"))
        #expect(status.contains("orphaned: 0 files"))
        #expect(try await site.run("prune", "--yes").exitCode == 0)
        #expect(site.cacheFiles.count == 2)
    }

    @Test func aCellIsTextIfTheArgumentIsText() async throws {
        let generators = """
            "a": { "source": "photos", "format": "PNG", "processors": [{ "Text": { "text": { "field": "year" } } }] },
            "b": { "source": "photos", "format": "PNG", "processors": [{ "Text": { "text": "2026" } }] }
            """
        let site = Site(Registries.registry(photos: #"{ "list": "rows.csv" }"#, generators: generators))
        site.writePhotos("a.png")
        site.write("rows.csv", "source,year\nphotos/a.png,2026\n")
        #expect(Set(try await site.generate("--dry-run").images().map(\.name)).count == 1)
    }

    @Test func theCommandLineHasPriority() async throws {
        let site = Site(Registries.registry(generators: Self.changing + "," + Self.constant(20, 30)))
        site.writePhotos("a.png")
        site.write("media/photos/a.png.json", #"{ "w": 15, "q": 30 }"#)
        func path(_ id: String, _ arguments: String...) async throws -> CommandResult {
            try await site.run(["generateimage", id, "--source", "photos/a.png", "--path"] + arguments) { _ in }
        }
        #expect(try await path("app:changing", "--set", "w=20").output == path("app:constant").output)
        #expect(try await path("app:changing").output != path("app:constant").output)
        let wrong = try await path("app:changing", "--set", "w=wide")
        #expect(wrong.exitCode == 64)
        #expect(wrong.errors.contains("\"wide\""))
        // An image that a single-file command made is not an orphan as long as the same call results in the same name.
        #expect(try await site.run("status").output.contains("orphaned: 0 files"))
    }

    @Test func imageIsTheSameWhateverElseIsMade() async throws {
        let generators = Self.changing + "," + Self.constant(9) + #","x": {"source": "photos", "format": "PNG"}"#
        let together = Site(Registries.registry(generators: generators))
        let apart = Site(Registries.registry(generators: generators))
        for site in [together, apart] {
            site.writePhotos("a.png", "b.png")
            site.write("media/photos/a.png.json", #"{ "w": 18 }"#)
        }
        _ = try await together.generate()
        for id in ["x", "app:changing", "app:constant"] { _ = try await apart.generate(id) }
        #expect(together.cacheFiles.count == 6)
        #expect(together.cacheFiles == apart.cacheFiles)
    }

    @Test(arguments: [
        ("source,w\nphotos/a.png,1,2\n", "line 2: 3 cells"), ("source\n\"photos/a.png", "line 2: a quotation mark"),
    ])
    func brokenTableIsAnError(content: String, message: String) async throws {
        let site = Site(Registries.registry(photos: #"{ "list": "rows.csv" }"#, generators: Self.changing))
        site.makeFolder("media")
        site.write("rows.csv", content)
        let result = try await site.generate("--manifest", "images.json")
        #expect(result.exitCode == 65)
        #expect(result.errors.contains(message), "\(result.errors)")
        #expect(site.read("images.json") == nil)
    }
}
