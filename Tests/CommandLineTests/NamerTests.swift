import Foundation
import Testing

/// Tests of the names of cache files that a registry chooses.
@Suite struct NamerTests {
    static func registry(_ namer: String, small: String = "[10, 8]", other: String? = nil) -> String {
        Registries.registry(
            settings: #""MEDIA_ROOT": "media", "IMAGEKIT_SPEC_CACHEFILE_NAMER": "\#(namer)""#,
            generators: """
                "app:small": { "source": "photos", "processors": [{ "Thumbnail": \(small) }], "format": "PNG" },
                "app:tiny": {
                    "source": "photos", "processors": [{ "Thumbnail": [3, 3] }], "format": "JPEG"
                    \(other.map { #", "cachefile_namer": "\#($0)""# } ?? "")
                }
                """
        )
    }

    static func matches(_ names: some Sequence<String>, _ pattern: String) throws -> Bool {
        let expression = try Regex(pattern)
        return names.allSatisfy { $0.wholeMatch(of: expression) != nil }
    }

    @Test func templatesAndAGeneratorsOwnNamer() async throws {
        let site = Site(Self.registry("{dir}/{stem}-{generator.last}-{hash:12}.{ext}", other: "hash"))
        site.writePhotos("a.png", "b.png")
        #expect(try await site.generate().exitCode == 0)
        let names = site.cacheFiles.keys.sorted()
        #expect(try Self.matches(names[..<2], "[0-9a-f]{32}\\.jpg"))
        #expect(try Self.matches(names[2...], "photos/[ab]-small-[0-9a-f]{12}\\.png"))
        let before = site.snapshot
        #expect(try await site.generate().summary()?.fresh == 4)
        #expect(site.snapshot == before)
        #expect(try await site.run("prune").errors == "")
        // Without the state, imagekit recognises its files by the shape of their names. It does not recognise the files
        // of a user, because their names have other shapes.
        site.remove("media/CACHE/images/.imagekit")
        site.write(VerifyTests.file + "photos/mine-small.png", "x")
        site.write(VerifyTests.file + "photos/c-small-0123456789ab.png", "x")
        let listed = try await site.run("prune", "--dry-run")
        #expect(listed.outputLines == ["would delete CACHE/images/photos/c-small-0123456789ab.png"])
    }

    @Test func contentNamesFollowTheBytes() async throws {
        let site = Site(Self.registry("source_content_hash"))
        site.writePhotos("a.png", "b.png")
        #expect(try await site.generate("--check").exitCode == 1)
        #expect(site.cacheFiles.isEmpty)
        #expect(try await site.generate().summary()?.generated == 4)
        let first = site.cacheFiles
        #expect(try Self.matches(first.keys, "photos/[ab]\\.[0-9a-f]{32}\\.(png|jpg)"))
        #expect(first.count == 4)
        // Writing the same bytes again changes only the times of the source, as a new checkout does. The names depend
        // on the bytes, so all images are fresh.
        let content = try #require(site.read("media/photos/a.png"))
        site.write("media/photos/a.png", content)
        #expect(try await site.generate(environment: ["IMAGEKIT_WORKER": "/nowhere"]).summary()?.fresh == 4)
        // The images of a changed source get new names. The previous files stay until they are pruned.
        site.write("media/photos/a.png", samplePNG(width: 40, height: 30, seed: 9))
        #expect(try await site.generate().summary()?.generated == 2)
        #expect(site.cacheFiles.count == 6 && first.allSatisfy { site.cacheFiles[$0.key] == $0.value })
        // If the change is undone, the existing files are used.
        site.write("media/photos/a.png", content)
        #expect(try await site.generate(environment: ["IMAGEKIT_WORKER": "/nowhere"]).summary()?.fresh == 4)
        #expect(try await site.run("prune").output.hasPrefix("deleted 2 files"))
        #expect(site.cacheFiles == first)
        // Without the state, a run finds the existing files by their names and makes no image again.
        site.remove("media/CACHE/images/.imagekit")
        #expect(try await site.generate(environment: ["IMAGEKIT_WORKER": "/nowhere"]).summary()?.fresh == 4)
    }

    /// The name depends on the content at planning time, so an image of other content must not get this name.
    @Test func aSourceThatChangesDuringTheRunFails() async throws {
        let site = Site(Self.registry("source_content_hash"))
        site.writePhotos("a.png", "b.png")
        site.write("new.png", samplePNG(width: 40, height: 30, seed: 9))
        // The first job changes the second source.
        let script = "while read -r job; do mv \"$NEW\" \"$B\" 2>/dev/null; printf '%s\\n' \"$job\" | \"$REAL\"; done"
        site.makeExecutable("worker", "#!/bin/sh\n" + script + "\n")
        let result = try await site.generate(
            "--jobs",
            "1",
            environment: [
                "IMAGEKIT_WORKER": site.path("worker"), "REAL": Executables.worker, "NEW": site.path("new.png"),
                "B": site.path("media/photos/b.png"),
            ]
        )
        #expect(result.exitCode == 1)
        let failed = try result.images().filter { $0.status == "failed" }
        #expect(failed.map(\.source) == ["photos/b.png", "photos/b.png"])
        #expect(failed.map(\.error?.code) == ["changed-source", "changed-source"])
        #expect(site.cacheFiles.count == 2)
        #expect(try await site.generate().summary()?.generated == 2)
        #expect(site.cacheFiles.count == 4)
    }

    @Test func contentNamesInSingleFileCommands() async throws {
        let site = Site(Self.registry("source_content_hash"))
        site.writePhotos("a.png")
        let url = try await site.run("generateimage", "app:small", "--source", "photos/a.png", "--url")
        #expect(try Self.matches(url.outputLines, "/media/CACHE/images/photos/a\\.[0-9a-f]{32}\\.png"))
        #expect(try await site.run("thumbnail", "4x4", "photos/a.png").exitCode == 0)
        #expect(try await site.run("prune").errors == "")
        #expect(site.cacheFiles.count == 2)
        site.write("media/photos/a.png", samplePNG(width: 40, height: 30, seed: 9))
        let next = try await site.run("generateimage", "app:small", "--source", "photos/a.png", "--url")
        #expect(next.exitCode == 0 && next.output != url.output)
        #expect(try await site.run("prune", "--yes").output.hasPrefix("deleted 2 files"))
    }

    /// A source that is temporarily unreadable keeps its images.
    @Test func anUnreadableSourceKeepsItsContentNames() async throws {
        let site = Site(
            Registries.registry(
                photos: #"{ "files": ["photos/a.png", "photos/b.png", "photos/c.png"] }"#,
                settings: #""MEDIA_ROOT": "media", "IMAGEKIT_SPEC_CACHEFILE_NAMER": "source_content_hash""#,
                generators: #""app:small": { "source": "photos", "processors": [{ "Thumbnail": [10, 8] }] }"#
            )
        )
        site.writePhotos("a.png", "b.png", "c.png")
        #expect(try await site.generate().exitCode == 0)
        site.remove("media/photos/a.png")
        #expect(try await site.generate().exitCode == 1)
        #expect(try await site.run("prune").errors == "")
        #expect(site.cacheFiles.count == 3)
    }

    @Test func nameCollisionsAreFoundBeforeAnImageIsMade() async throws {
        let site = Site(Self.registry("{generator.first}-{hash:1}.{ext}"))
        for index in 0..<20 { site.write("media/photos/p\(index).png", samplePNG(width: 9, height: 9, seed: index)) }
        let before = site.snapshot
        for arguments in [[], ["--check"], ["app:small", "--only-source", "photos/p1.png"]] {
            let result = try await site.run(["generateimages"] + arguments) { _ in }
            #expect(result.exitCode == 65)
            let pattern =
                "error: CACHE/images/app-.*(jpg|png) would be the cache file of two images: app:(tiny|small) of "
                + "photos/p.*png and app:(tiny|small) of photos/p.*png; .*"
            #expect(try Self.matches(result.errorLines, pattern), "\(result.errors)")
        }
        #expect(site.snapshot == before)
    }

    /// The run selects only one of the two generators. The folder of the other group can be missing.
    @Test func nameCollisionsWithOtherGroupsAreFound() async throws {
        let steps = #""processors": [{ "ResizeToFill": { "width": 10, "height": 10 } }], "format": "PNG""#
        let site = Site(
            """
            {
                "settings": { "MEDIA_ROOT": "media", "IMAGEKIT_SPEC_CACHEFILE_NAMER": "x{hash:1}.{ext}" },
                "source_groups": { "photos": { "glob": ["photos/*.png"] }, "covers": { "glob": ["covers/*.png"] } },
                "generators": {
                    "a:p": { "source": "photos", \(steps) }, "a:c": { "source": "covers", \(steps) }
                }
            }
            """
        )
        for name in ["photos/a.png", "covers/c2.png"] { site.write("media/" + name, samplePNG(width: 9, height: 9)) }
        let result = try await site.run("generateimages", "a:p")
        #expect(result.exitCode == 65)
        #expect(result.errors.contains("CACHE/images/x1.png would be the cache file of two images"), "\(result.errors)")
        site.remove("media/covers")
        #expect(try await site.run("generateimages", "a:p").exitCode == 0)
        #expect(site.cacheFiles.count == 1)
    }

    /// Two generators with the same spec share a file, which is allowed.
    @Test(arguments: ["source_name_as_path", "{stem}-{hash:11}.{ext}"])
    func generatorsOfOneSpecShareTheirFile(_ namer: String) async throws {
        let spec = #"{ "source": "photos", "format": "PNG", "cachefile_namer": "\#(namer)" }"#
        let site = Site(Registries.registry(generators: #""a": \#(spec), "b": \#(spec)"#))
        site.writePhotos("a.png")
        #expect(try await site.generate().exitCode == 0)
        #expect(site.cacheFiles.count == 1)
    }

    @Test(arguments: [
        ("{stem}.{ext}", "add {hash:12}"), ("{stam}-{hash}", "did you mean \"stem\"?"),
        ("source_content_has", "did you mean \"source_content_hash\"?"), ("../{hash}", "stay in the cache folder"),
    ])
    func mistakesAreReported(_ namer: String, _ message: String) async throws {
        for registry in [Self.registry(namer), Self.registry("hash", other: namer)] {
            let result = try await Site(registry).run("validate")
            #expect(result.exitCode == 65)
            #expect(result.errors.contains(message))
        }
    }

    /// A call of `thumbnail` can request an image that a generator makes under another name. Then both files exist.
    @Test func oneImageUnderTwoNames() async throws {
        let site = Site(
            Registries.registry(
                generators: """
                    "a:one": {
                        "source": "photos", "processors": [{ "Thumbnail": [8, 8] }], "cachefile_namer": "{stem}-{hash}.{ext}"
                    }
                    """
            )
        )
        site.writePhotos("a.png")
        #expect(try await site.generate().exitCode == 0)
        let path = try await site.run("thumbnail", "8x8", "photos/a.png", "--path")
        #expect(path.exitCode == 0, "\(path.errors)")
        #expect(site.cacheFiles.count == 2 && Set(site.cacheFiles.values).count == 1)
    }
}
