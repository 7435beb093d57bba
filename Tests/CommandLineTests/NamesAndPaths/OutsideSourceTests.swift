import Foundation
import Testing

/// Tests of links to files outside `MEDIA_ROOT`. Such sources are refused, unless their source group sets
/// `follow_outside`.
@Suite struct OutsideSourceTests {
    struct Group: CustomTestStringConvertible, Sendable {
        let testDescription: String
        /// The JSON of the group without its braces.
        let group: String
        var file: (name: String, text: String)?
    }

    private static let both = ["photos/file.png", "photos/folder/a.png"]

    /// Each group has exactly three sources: `photos/a.png` and the two links in `both`, which lead out of
    /// `MEDIA_ROOT`.
    static let groups = [
        Group(testDescription: "glob", group: #""glob": ["photos/**/*.png"]"#),
        Group(testDescription: "files", group: #""files": ["photos/a.png", "\#(both[0])", "\#(both[1])"]"#),
        Group(
            testDescription: "list",
            group: #""list": "names.txt""#,
            file: ("names.txt", "photos/a.png\n\(both[0])\n\(both[1])\n")
        ),
        Group(
            testDescription: "CSV",
            group: #""list": "names.csv""#,
            file: ("names.csv", "id,source\n1,photos/a.png\n2,\(both[0])\n3,\(both[1])\n")
        ),
        Group(
            testDescription: "JSON Lines",
            group: #""list": "names.jsonl""#,
            file: (
                "names.jsonl",
                (["photos/a.png"] + both).map { #"{ "source": "\#($0)" }"# + "\n" }.joined()
            )
        ),
        Group(
            testDescription: "query",
            group: """
                "sqlite": "db.sqlite3", \
                "query": "SELECT 'photos/a.png' AS source UNION ALL SELECT '\(both[0])' UNION ALL SELECT '\(both[1])'"
                """,
            file: ("db.sqlite3", "")
        ),
        Group(
            testDescription: "command",
            group: #""command": ["printf", "photos/a.png\\n\#(both[0])\\n\#(both[1])\\n"]"#
        ),
    ]

    private static let generator = #"{ "source": "photos", "processors": [{ "Thumbnail": [8, 8] }], "format": "PNG" }"#

    /// Returns a site. The files outside `MEDIA_ROOT` are in a neighbouring site, because workers can read all files
    /// below the registry's folder.
    private static func site(
        _ photos: String,
        generators: String = #""x": \#(generator)"#
    ) throws -> Site {
        let outside = Site(nil)
        let settings = #""MEDIA_ROOT": "media", "allow_exec": true"#
        let site = Site(
            Registries.registry(photos: "{ \(photos) }", settings: settings, generators: generators),
            neighbour: outside
        )
        site.writePhotos("a.png")
        outside.write("secret.png", samplePNG(width: 20, height: 20))
        outside.write("folder/a.png", samplePNG(width: 20, height: 20, seed: 1))
        try site.link("media/photos/file.png", to: outside.path("secret.png"))
        try site.link("media/photos/folder", to: outside.path("folder"))
        return site
    }

    @Test(arguments: groups, ["off", "auto"])
    func areRefused(_ group: Group, _ sandbox: String) async throws {
        let site = try Self.site(group.group)
        let outside = try #require(site.neighbour)
        if let file = group.file { site.write(file.name, file.text) }
        let result = try await site.generate(environment: ["IMAGEKIT_SANDBOX": sandbox])
        #expect(result.exitCode == 1)
        #expect(try result.images().filter { $0.status == "generated" }.map(\.source) == ["photos/a.png"])
        let failed = try result.images().filter { $0.status == "failed" }
        // A glob does not enter a folder outside `MEDIA_ROOT`, so the files of this folder are not sources.
        #expect(failed.map(\.source) == (group.testDescription == "glob" ? [Self.both[0]] : Self.both))
        #expect(failed.allSatisfy { $0.error?.code == "not-a-file" })
        for message in failed.compactMap(\.error?.message) + (group.testDescription == "glob" ? [result.errors] : []) {
            #expect(message.contains("leads out of MEDIA_ROOT, to \(outside.path)/"), "\(message)")
            #expect(message.contains(#"set "follow_outside": true in its source group"#), "\(message)")
        }
        #expect(site.cacheFiles.count == 1)
    }

    @Test(arguments: groups, ["off", "auto"])
    func areFollowedIfTheGroupAllowsIt(_ group: Group, _ sandbox: String) async throws {
        let site = try Self.site(group.group + #", "follow_outside": true"#)
        if let file = group.file { site.write(file.name, file.text) }
        let result = try await site.generate(environment: ["IMAGEKIT_SANDBOX": sandbox])
        #expect(result.exitCode == 0, "\(result.errors)")
        #expect(try result.images().map(\.source) == ["photos/a.png"] + Self.both)
        #expect(site.cacheFiles.count == 3)
        // The images of sources outside `MEDIA_ROOT` are not orphans, because the group follows links.
        #expect(try await site.run("prune", "--dry-run").outputLines == [])
        let before = site.snapshot
        #expect(try await site.generate("-v").images().map(\.status) == ["fresh", "fresh", "fresh"])
        #expect(site.snapshot == before)
    }

    @Test func workersReadWhatIsFollowedAndNothingElseOutside() async throws {
        let site = try Self.site(#""glob": ["photos/**/*.png"], "follow_outside": true"#)
        let outside = try #require(site.neighbour)
        #expect(try await site.generate(environment: site.installSpy()).exitCode == 0)
        let confinement = try #require(site.text("confinement"))
        let readable = [site.path, site.path("media"), outside.path("folder"), outside.path("secret.png")]
        #expect(
            confinement.contains(#""readable":\#(readable.sorted())"#.replacingOccurrences(of: ", ", with: ",")),
            "\(confinement)"
        )
    }

    /// A worker gets the paths that it can read in one argument, whose length is limited. If the paths do not fit, the
    /// worker can read their complete folder, and a warning reports this.
    @Test(arguments: [(count: 200, length: 10, widens: false), (count: 350, length: 200, widens: true)])
    func workersMayReadMoreOnlyWithAWarning(_ links: (count: Int, length: Int, widens: Bool)) async throws {
        let site = try Self.site(#""glob": ["photos/*.png"], "follow_outside": true"#)
        let outside = try #require(site.neighbour)
        let picture = samplePNG(width: 9, height: 9)
        for number in 0..<links.count {
            let name = "far/" + String(repeating: "x", count: links.length) + "\(number).png"
            outside.write(name, picture)
            try site.link("media/photos/\(number).png", to: outside.path(name))
        }
        let result = try await site.run("generateimages", "-v", environment: site.installSpy())
        #expect(result.exitCode == 0)
        let warnings = result.errorLines.filter { $0.contains("so it may read all of \(outside.path("far")) instead") }
        #expect(warnings.count == (links.widens ? 1 : 0), "\(result.errors)")
        #expect(site.text("confinement")?.contains("\"\(outside.path("far"))\"") == links.widens)
    }

    /// The target of a link must be a regular file.
    @Test(arguments: [#""glob": ["photos/*.png"]"#, #""files": ["photos/null.png", "photos/zero.png", "photos/etc"]"#])
    func devicesAndFoldersAreNoSources(_ photos: String) async throws {
        let site = try Self.site(photos + #", "follow_outside": true"#)
        for (name, target) in [("null.png", "/dev/null"), ("zero.png", "/dev/zero"), ("etc", "/etc")] {
            try site.link("media/photos/" + name, to: target)
        }
        let failed = try await site.generate().images().filter { $0.status == "failed" }
        let isGlob = photos.contains("glob")
        #expect(failed.compactMap(\.source) == (isGlob ? [] : ["photos/etc"]) + ["photos/null.png", "photos/zero.png"])
        #expect(failed.allSatisfy { $0.error?.code == "not-a-file" })
        #expect(failed.last?.error?.message == "not a regular file, but a device")
    }

    /// One group can follow a link that another group refuses. This is also true if a run selects only one of the
    /// groups.
    @Test func eachGroupHasItsOwnSetting() async throws {
        let glob = #""glob": ["photos/*.png"]"#
        let site = try Self.site(glob, generators: #""x": \#(Self.generator), "y": \#(Self.generator)"#)
        let other = Self.generator.replacingOccurrences(of: #""photos""#, with: #""followed""#)
        site.write(
            "specs.json",
            """
            {
                "settings": { "MEDIA_ROOT": "media" },
                "source_groups": { "photos": { \(glob) }, "followed": { \(glob), "follow_outside": true } },
                "generators": {
                    "a": \(Self.generator), "b": \(other.replacingOccurrences(of: "[8, 8]", with: "[9, 9]")),
                    "c": { "source": ["photos", "followed"], "processors": [{ "Thumbnail": [7, 7] }], "format": "PNG" }
                }
            }
            """
        )
        let all = try await site.generate().images()
        #expect(all.map(\.generator) == ["a", "a", "b", "b", "c", "c"])
        #expect(all.map(\.status) == ["generated", "failed"] + Array(repeating: "generated", count: 4))
        for (id, status) in [("a", "failed"), ("b", "generated"), ("c", "generated")] {
            let images = try await site.generate("--force", id).images()
            #expect(images.map(\.status) == ["generated", status], "\(id)")
        }
    }

    @Test func singleFileCommandsFollowLinksLikeTheGroup() async throws {
        let site = try Self.site(#""glob": ["photos/**/*.png"]"#)
        let outside = try #require(site.neighbour)
        for command in [["generateimage", "x", "--source"], ["thumbnail", "8x8"]] {
            for source in Self.both {
                let result = try await site.run(command + [source, "--url"]) { _ in }
                #expect(result.exitCode == 1 && result.output == "\n", "\(command) \(source)")
                #expect(result.errors.hasPrefix("error: \(source): a symbolic link that leads out of MEDIA_ROOT"))
            }
        }
        #expect(site.cacheFiles.isEmpty)
        site.write(
            "specs.json",
            Registries.registry(
                photos: #"{ "glob": ["photos/folder/*.png"], "follow_outside": true }"#,
                generators: #""x": \#(Self.generator)"#
            )
        )
        for command in [["generateimage", "x", "--source"], ["thumbnail", "8x8"]] {
            #expect(try await site.run(command + [Self.both[1], "--url"]) { _ in }.exitCode == 0)
            // The group does not have this source.
            #expect(try await site.run(command + [Self.both[0], "--url"]) { _ in }.exitCode == 1)
        }
        // `process` accepts files anywhere, because they are given by path.
        #expect(
            try await site.run("process", "x", outside.path("secret.png"), "--upload-to", "up").output
                == "up/secret.png\n"
        )
    }

    #if os(Linux)
        @Test func watchFollowsLinksLikeTheGroup() async throws {
            for followsOutside in [false, true] {
                let follow = followsOutside ? #", "follow_outside": true"# : ""
                let site = try Self.site(#""glob": ["photos/**/*.png"]"# + follow)
                let outside = try #require(site.neighbour)
                let strategy = ["IMAGEKIT_DEFAULT_CACHEFILE_STRATEGY": "Optimistic"]
                let watch = try await WatchSession.start(site, ["--settle", "0.02"], environment: strategy)
                let made = try await watch.images(followsOutside ? 3 : 1).compactMap(\.source).sorted()
                #expect(made == ["photos/a.png"] + (followsOutside ? Self.both : []))
                outside.write("folder/b.png", samplePNG(width: 10, height: 10))
                site.writePhotos("c.png")
                let later = try await watch.images(followsOutside ? 2 : 1).compactMap(\.source).sorted()
                #expect(later == ["photos/c.png"] + (followsOutside ? ["photos/folder/b.png"] : []))
                #expect(try await watch.stop().images == [])
            }
        }
    #endif

    /// A cache file is not a source, even through a link.
    @Test(arguments: ["", #", "follow_outside": true"#])
    func linksToTheCacheFolderGiveNoSources(_ follow: String) async throws {
        let site = try Self.site(
            #""files": ["photos/back/photos/a/x.png", "photos/copy.png", "photos/a.png"]"# + follow
        )
        site.write("media/CACHE/images/photos/a/x.png", samplePNG(width: 9, height: 9))
        try site.link("media/photos/back", to: site.path("media/CACHE/images"))
        try site.link("media/photos/copy.png", to: site.path("media/CACHE/images/photos/a/x.png"))
        let images = try await site.generate().images()
        #expect(images.map(\.status) == ["generated", "failed", "failed"])
        #expect(
            images.dropFirst().allSatisfy {
                $0.error?.message.hasPrefix("it is in a cache folder, which has no sources;") == true
            }
        )
        let glob = try Self.site(#""glob": ["photos/**/*.png"]"# + follow)
        try glob.link("media/photos/back", to: glob.path("media/CACHE/images"))
        _ = try await glob.generate()
        let count = glob.cacheFiles.count
        try glob.link("media/photos/inner", to: glob.path("media/CACHE/images/photos"))
        _ = try await glob.generate()
        #expect(glob.cacheFiles.count == count)
    }

    /// Text of a sidecar can appear in a picture. So a link must not make a file outside `MEDIA_ROOT` a sidecar,
    /// because its content could be secret.
    @Test func aSidecarOutsideMediaRootIsRefused() async throws {
        let spec = #""processors": [{ "Text": { "text": { "field": "title" } } }], "format": "PNG""#
        let site = try Self.site(#""files": ["photos/a.png"]"#, generators: #""x": { "source": "photos", \#(spec) }"#)
        let outside = try #require(site.neighbour)
        outside.write("secret.json", #"{ "title": "secret" }"#)
        try site.link("media/photos/a.png.json", to: outside.path("secret.json"))
        let refused = try await site.generate().images()
        #expect(refused.map(\.error?.code) == ["bad-field"])
        #expect(refused[0].error?.message.contains("leads out of MEDIA_ROOT, to \(outside.path)") == true)
        site.remove("media/photos/a.png.json")
        site.write("media/photos/real.json", #"{ "title": "known" }"#)
        try site.link("media/photos/a.png.json", to: "real.json")
        #expect(try await site.generate().exitCode == 0)
    }

    @Test(arguments: ["off", "auto"])
    func fieldsCanNameOnlyOverlaysNearTheRegistry(_ sandbox: String) async throws {
        let spec = #""processors": [{ "ImageOverlay": [{ "field": "mark" }] }], "format": "PNG""#
        let site = try Self.site(#""files": ["photos/a.png"]"#, generators: #""x": { "source": "photos", \#(spec) }"#)
        let outside = try #require(site.neighbour)
        for folder in [site, outside] { folder.write("mark.png", samplePNG(width: 4, height: 4)) }
        try site.link("link.png", to: outside.path("mark.png"))
        for (mark, isTaken) in [
            ("mark.png", true), (site.path("mark.png"), true), (outside.path("mark.png"), false), ("link.png", false),
            ("../../../../../../tmp/x.png", false),
        ] {
            site.write("media/photos/a.json", #"{ "mark": "\#(mark)" }"#)
            let image = try #require(
                try await site.generate("--force", environment: ["IMAGEKIT_SANDBOX": sandbox]).images().first
            )
            #expect(image.status == (isTaken ? "generated" : "failed"), "\(mark): \(image)")
            if !isTaken {
                #expect(image.error?.code == "bad-field")
                let message = "which a field names, is outside MEDIA_ROOT and the registry's folder: move it there"
                #expect(image.error?.message.contains(message) == true, "\(image)")
            }
        }
    }

    /// The author of the registry decides which files of the machine a spec reads, also if the spec has fields.
    @Test(
        arguments: [
            #"{ "overlay_img": { "field": "mark", "default": "OUTSIDE" } }"#,
            #"{ "overlay_img": "OUTSIDE", "position": { "field": "at", "default": [1, 1] } }"#,
        ],
        ["off", "auto"]
    )
    func theRegistryCanNameOtherOverlays(_ arguments: String, _ sandbox: String) async throws {
        let site = try Self.site(#""files": ["photos/a.png"]"#)
        let outside = try #require(site.neighbour)
        outside.write("mark.png", samplePNG(width: 4, height: 4))
        let call = arguments.replacing("OUTSIDE", with: outside.path("mark.png"))
        site.write(
            "specs.json",
            Registries.registry(
                photos: #"{ "files": ["photos/a.png"] }"#,
                generators:
                    #""x": { "source": "photos", "processors": [{ "ImageOverlay": \#(call) }], "format": "PNG" }"#
            )
        )
        let images = try await site.generate(environment: ["IMAGEKIT_SANDBOX": sandbox]).images()
        #expect(images.map(\.status) == ["generated"], "\(images)")
    }
}
