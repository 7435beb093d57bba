import Foundation
import Testing

/// Tests the first commands of a user who has no registry.
@Suite struct InitTests {
    /// `init` writes a registry for a folder of pictures. With this registry, `generateimages` makes the images of the
    /// folder.
    @Test func writesARegistryThatWorks() async throws {
        let site = Site(nil)
        site.writePhotos("a.png", "2026/B.PNG")
        site.write("media/notes.txt", "no picture")
        let result = try await site.run("init")
        #expect(
            result
                == CommandResult(
                    exitCode: 0,
                    output: """
                        specs.json: written: 1 source group, 2 generators
                        photos: 2 pictures in media/photos
                        make the images: imagekit generateimages

                        """,
                    errors: ""
                )
        )
        #expect(try await site.run("validate").exitCode == 0)
        #expect(try await site.run("generateimages").exitCode == 0)
        #expect(site.cacheFiles.count == 4)
    }

    /// In the patterns of the registry, folder names with special characters are literal.
    @Test func findsPicturesInTheFolderItself() async throws {
        let site = Site(nil)
        for name in ["top.png", "holiday [1]/a.png", "deep/er/b.png", "node_modules/c.png", ".hidden/d.png"] {
            site.write(name, samplePNG(width: 8, height: 8))
        }
        let result = try await site.run("init")
        #expect(
            result.outputLines.dropFirst().dropLast() == [
                "deep: 1 picture in deep/er", "holiday [1]: 1 picture in holiday [1]",
                "pictures: 1 picture in this folder",
            ]
        )
        let made = try await site.generate()
        #expect(made.exitCode == 0)
        #expect(Set(try made.images().compactMap(\.source)) == ["top.png", "holiday [1]/a.png", "deep/er/b.png"])
    }

    @Test func manyFoldersBecomeOneGroup() async throws {
        let site = Site(nil)
        for number in 0..<20 { site.write("day\(number)/a.png", samplePNG(width: 8, height: 8, seed: number)) }
        site.write("node_modules/x.png", samplePNG(width: 8, height: 8))
        #expect(try await site.run("init").outputLines[1] == "pictures: 20 pictures in this folder")
        #expect(try await site.generate().images().count == 40)
    }

    @Test func takesTheFolderThatIsNamed() async throws {
        let site = Site(nil)
        site.write("images/art/a.png", samplePNG(width: 8, height: 8))
        site.writePhotos("b.png")
        #expect(try await site.run("init", "images").outputLines[1] == "art: 1 picture in images/art")
        #expect(try await site.generate().images().map(\.source) == ["art/a.png", "art/a.png"])
    }

    @Test func replacesNoRegistry() async throws {
        let site = Site()
        site.writePhotos("a.png")
        let before = site.snapshot
        let result = try await site.run("init")
        #expect(result.exitCode == 1 && result.output == "" && result.errors.contains("specs.json exists"))
        #expect(site.snapshot == before)
    }

    @Test func withoutPicturesItWritesNothing() async throws {
        let site = Site(nil)
        let result = try await site.run("init")
        #expect(result.exitCode == 1 && result.errors.contains("there are no pictures in \(site.path)"))
        #expect(try await site.run("init", "nowhere").errors.contains("cannot read nowhere: No such file"))
        #expect(site.read("specs.json") == nil)
    }

    // MARK: - Without a registry

    @Test func singleFileCommandsNeedNoRegistry() async throws {
        let site = Site(nil)
        site.write("pictures/a.png", samplePNG(width: 40, height: 30))
        let path = try await site.run("thumbnail", "10x10", "a.png", "--path", in: "pictures")
        #expect(path.exitCode == 0 && path.output.hasPrefix(site.path("pictures/CACHE/images/a/")), "\(path)")
        let json = try await site.run(
            "generateimage",
            "imagekit:thumbnail",
            "pictures/a.png",
            "--set",
            "width=8",
            "--json"
        )
        #expect(json.exitCode == 0 && json.output.contains(#""source":"pictures/a.png""#), "\(json)")
        let stored = try await site.run("process", "imagekit:thumbnail", "pictures/a.png", "--set", "width=8")
        #expect(stored.exitCode == 0 && stored.output == "a.png\n" && site.read("a.png") != nil, "\(stored)")
    }

    @Test(arguments: ["generateimages", "list", "status", "validate", "prune", "watch"])
    func otherCommandsMentionInit(_ command: String) async throws {
        let site = Site(nil)
        let result = try await site.run(command)
        #expect(result.exitCode == 65 && result.errors.contains("\"imagekit init\""))
        #expect(result.errors.hasPrefix("error: no specs.json in \(site.path) or in any parent folder: "))
    }

    /// If the user names a registry, this registry must exist.
    @Test func aNamedRegistryIsNotOptional() async throws {
        let result = try await Site(nil).run(
            "thumbnail",
            "10x",
            "a.png",
            environment: ["IMAGEKIT_REGISTRY": "none.json"]
        )
        #expect(result.exitCode == 65 && result.errors.contains("none.json"))
    }
}
