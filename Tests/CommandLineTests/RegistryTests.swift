import Foundation
import Testing

/// Tests which registry a command uses, and how it reports an invalid registry.
@Suite struct RegistryTests {
    struct Broken: CustomTestStringConvertible, Sendable {
        let testDescription: String

        static let folder = Repository.path + "/Tests/Fixtures/broken-registries"

        static let all: [Broken] =
            (try! FileManager.default.contentsOfDirectory(atPath: folder))
            .filter { $0.hasSuffix(".json") }.sorted().map { Broken(testDescription: String($0.dropLast(5))) }

        func content(_ suffix: String) throws -> String {
            try String(contentsOfFile: "\(Self.folder)/\(testDescription)\(suffix)", encoding: .utf8)
        }
    }

    @Test func thereAreBrokenOnes() { #expect(Broken.all.count >= 30) }

    /// All errors of a registry are reported together, each with its position.
    @Test(arguments: Broken.all) func everyMistakeIsReported(_ broken: Broken) async throws {
        let site = Site(try broken.content(".json"))
        let expected = try broken.content(".expected").split(separator: "\n").dropFirst().map { "specs.json:\($0)" }
        for command in ["validate", "generateimages", "list"] {
            let result = try await site.run(command)
            // `list` succeeds if an error affects only the making of images.
            if command == "list" && result.exitCode == 0 { continue }
            #expect(result.exitCode == 65)
            #expect(result.output == "")
            #expect(result.errorLines.count == expected.count, "\(result.errors)")
            for (line, start) in zip(result.errorLines, expected) {
                #expect(line.hasPrefix(start + " "), "\(line)")
                #expect(line.count > start.count + 1, "\(line)")
            }
        }
    }

    @Test func misspelledNamesAreReportedWithTheNearestName() async throws {
        let site = Site(try Broken(testDescription: "five-mistakes").content(".json"))
        let errors = try await site.run("validate").errors
        for name in ["MEDIA_ROOT", "photos", "ResizeToFill", "JPEG"] {
            #expect(errors.contains("\"\(name)\""), "\(name)")
        }
    }

    @Test func theSampleIsValid() async throws {
        let result = try await Site(nil).run("validate", "--registry", Repository.path + "/specs.json")
        #expect(result.exitCode == 0)
        #expect(result.output.contains("valid: 6 generators, 2 source groups"))
    }

    // MARK: - Which registry is used

    /// A deleted folder has no path, so it has no parent folders that can be searched.
    @Test(arguments: [
        ("validate", Int32(65), "no specs.json in"), ("import-django", Int32(64), "There is no manage.py"),
    ])
    func aDeletedWorkingFolderHasNoRegistry(_ command: String, _ exitCode: Int32, _ message: String) throws {
        let script = #"mkdir gone && cd gone && rmdir ../gone && exec timeout 30 "$IMAGEKIT" "# + command
        let result = try Shell.run(script, in: Site())
        #expect(result.exitCode == exitCode)
        #expect(result.errors.contains(message), "\(result.errors)")
    }

    @Test func isFoundInAParentFolder() async throws {
        let site = Site()
        site.writePhotos("a.png")
        site.makeFolder("deep/er")
        #expect(try await site.run("generateimages", in: "deep/er").exitCode == 0)
        #expect(site.cacheFiles.count == 2)
    }

    @Test func isNamedByOptionOrVariable() async throws {
        let site = Site(nil)
        site.write("one.json", Registries.oneGenerator)
        site.write("two.json", Registries.twoGenerators)
        site.makeFolder("media")
        let byVariable = try await site.run("list", environment: ["IMAGEKIT_REGISTRY": "one.json"])
        #expect(byVariable.outputLines.count == 1)
        let byOption = try await site.run("list", "-r", "two.json", environment: ["IMAGEKIT_REGISTRY": "one.json"])
        #expect(byOption.outputLines.count == 2)
    }

    @Test func aMissingRegistryIsReportedWithTheRemedy() async throws {
        let none = try await Site(nil).run("generateimages")
        #expect(none.exitCode == 65)
        #expect(none.errors.contains("--registry"))
        let named = try await Site(nil).run("generateimages", "--registry", "nowhere.json")
        #expect(named.exitCode == 65)
        #expect(named.errors.contains("nowhere.json"))
    }

    // MARK: - Includes

    static let including = """
        { "settings": { "MEDIA_ROOT": "media" }, "include": ["apps/*/specs.json"], "generators": { "a:x": {} } }
        """

    @Test func includesAreReadToo() async throws {
        let site = Site(Self.including)
        site.write(
            "apps/blog/specs.json",
            Registries.registry(settings: "", generators: #""blog:x": { "source": "photos", "format": "PNG" }"#)
                .replacingOccurrences(of: "\"settings\": {  },", with: "")
        )
        site.writePhotos("a.png")
        #expect(try await site.run("list").outputLines.map { $0.prefix { $0 != " " } } == ["a:x", "blog:x"])
        #expect(try await site.generate().images().map(\.generator) == ["blog:x"])
    }

    @Test func anIdThatIsRegisteredTwiceIsReportedWithBothPositions() async throws {
        let site = Site(Self.including)
        site.write("apps/blog/specs.json", "{\n  \"generators\": { \"a:x\": {} }\n}")
        let result = try await site.run("validate")
        #expect(result.exitCode == 65)
        #expect(result.errorLines.count == 1)
        #expect(result.errors.contains("apps/blog/specs.json:2:19: generators.\"a:x\": "))
        #expect(result.errors.contains("first at specs.json:1:"))
    }

    @Test func mistakesInIncludedFilesAreReported() async throws {
        let site = Site(Self.including)
        site.write("apps/one/specs.json", "{ \"generatorz\": {} }")
        site.write("apps/two/specs.json", "{ \"settings\": {} }")
        let result = try await site.run("validate")
        #expect(result.exitCode == 65)
        #expect(result.errorLines.count == 2)
        #expect(result.errors.contains("apps/one/specs.json:1:3: generatorz: "))
        #expect(result.errors.contains("apps/two/specs.json:1:"))
    }

    @Test func includeThatMatchesNothing() async throws {
        let result = try await Site(Self.including).run("validate")
        #expect(result.exitCode == 65)
        #expect(result.errors.hasPrefix("specs.json:1:"))
        #expect(result.errors.contains("apps/*/specs.json"))
    }

    // MARK: - Settings

    @Test func environmentVariablesOverrideSettings() async throws {
        let site = Site()
        site.write("elsewhere/photos/a.png", samplePNG(width: 20, height: 20))
        let variables = [
            "IMAGEKIT_MEDIA_ROOT": site.path("elsewhere"), "IMAGEKIT_MEDIA_URL": "https://cdn.example/",
            "IMAGEKIT_CACHEFILE_DIR": "cached",
            "IMAGEKIT_SPEC_CACHEFILE_NAMER": "imagekit.cachefiles.namers.source_name_dot_hash",
        ]
        let result = try await site.run("generateimages", "app:small", "--manifest", "m.json", environment: variables)
        #expect(result.exitCode == 0, "\(result.errors)")
        let image = try #require(try ManifestTests.content(site, "m.json").images.first)
        #expect(image.name.wholeMatch(of: /cached\/photos\/a\.[0-9a-f]{12}\.jpg/) != nil, "\(image.name)")
        #expect(image.url == "https://cdn.example/" + image.name)
        #expect(site.read("elsewhere/" + image.name) != nil)
    }

    @Test func mistakesInVariablesAreReportedWithTheirNames() async throws {
        let result = try await Site().run("validate", environment: ["IMAGEKIT_SPEC_CACHEFILE_NAMER": "hush"])
        #expect(result.exitCode == 65)
        #expect(result.errors.hasPrefix("environment variable IMAGEKIT_SPEC_CACHEFILE_NAMER: "))
    }

    @Test func mediaRootIsTheRegistrysFolderByDefault() async throws {
        let site = Site(Registries.registry(settings: "", generators: #""x": { "source": "photos" }"#))
        site.write("photos/a.png", samplePNG(width: 20, height: 20))
        #expect(try await site.run("generateimages").exitCode == 0)
        #expect(FileManager.default.fileExists(atPath: site.path("CACHE/images/photos/a")))
    }
}
