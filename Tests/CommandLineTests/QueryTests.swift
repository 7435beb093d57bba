import Foundation
import Testing

/// Tests of sources from databases and programs.
@Suite struct QueryTests {
    static let generator = """
        "x": {
            "source": "photos",
            "processors": [
                { "ResizeToFit": { "width": { "field": "w", "default": 12 }, "upscale": { "field": "grow", "default": true } } }
            ],
            "format": "PNG"
        }
        """

    /// Rows of every kind. Rows without a name are skipped.
    static let query = """
        SELECT 1 AS id, 'photos/a.png' AS source, 20 AS w UNION ALL SELECT 2, 'photos/b.png', NULL \
        UNION ALL SELECT 3, NULL, 5 UNION ALL SELECT 4, '', 5
        """

    static func site(_ group: String, allowsExec: Bool = false) -> Site {
        let settings = #""MEDIA_ROOT": "media""# + (allowsExec ? #", "allow_exec": true"# : "")
        let site = Site(Registries.registry(photos: group, settings: settings, generators: generator))
        site.writePhotos("a.png", "b.png")
        return site
    }

    static func sqlite(_ query: String) -> Site {
        let site = site(#"{ "sqlite": "data/db.sqlite3", "query": "\#(query)" }"#)
        // An empty file is a database without tables.
        site.write("data/db.sqlite3", "")
        return site
    }

    /// Expects that the run fails with the message, keeps the previous manifest, and makes no image.
    static func expectRefusal(_ site: Site, _ message: String, environment: [String: String] = [:]) async throws {
        site.write("images.json", "before")
        let result = try await site.generate("--manifest", "images.json", environment: environment)
        #expect(result.exitCode == 65)
        #expect(result.errors.contains(message), "\(result.errors)")
        #expect(result.errors.contains("\"photos\""))
        #expect(site.text("images.json") == "before")
        #expect(site.cacheFiles.isEmpty)
    }

    // MARK: - SQLite

    @Test func rowsOfADatabaseAreSourcesWithFields() async throws {
        let site = Self.sqlite(Self.query)
        let result = try await site.generate()
        #expect(try result.images().map(\.source) == ["photos/a.png", "photos/b.png"])
        #expect(try result.images().map(\.width) == [20, 12])
        #expect(try await site.generate("--check").exitCode == 0)
        #expect(try await site.run("list").output.contains("2 sources"))
    }

    @Test func theFirstColumnHasTheNamesIfNoColumnIsCalledSource() async throws {
        let site = Self.sqlite("SELECT 'photos/b.png', 0 AS grow, 50 AS w")
        let images = try await site.generate().images()
        #expect(images.map(\.source) == ["photos/b.png"])
        // SQLite stores booleans as numbers. The 0 counts as false, so the picture is not enlarged.
        #expect(images.map(\.width) == [40])
    }

    @Test(arguments: [
        ("SELECT avatar FROM", "incomplete input"), ("SELECT 1", "contains no names"),
        ("SELECT 'a'; SELECT 'b'", "must be exactly one statement"), ("CREATE TABLE t (a)", "readonly"),
    ])
    func failingQueryLeavesEverythingAsItWas(query: String, message: String) async throws {
        let site = Self.sqlite(query)
        try await Self.expectRefusal(site, message)
        #expect(site.read("data/db.sqlite3") == [])
    }

    /// An app of a site can be installed before its tables exist. So a missing table makes only its own group fail.
    @Test func aMissingTableFailsOnlyItsGroup() async throws {
        let site = Site(
            Registries.registry(
                photos:
                    #"{ "sqlite": "db.sqlite3", "query": "SELECT avatar FROM profile" }, "scans": { "glob": "photos/*" }"#,
                generators:
                    #""x": { "source": "photos", "format": "PNG" }, "y": { "source": "scans", "format": "PNG" }"#
            )
        )
        site.writePhotos("a.png", "b.png")
        site.write("db.sqlite3", "")
        site.write("images.json", "before")
        let result = try await site.run("generateimages", "--manifest", "images.json")
        #expect(result.exitCode == 1)
        #expect(
            result.errors.contains(
                "source group \"photos\": \(site.path("db.sqlite3")): no such table: profile; create"
            )
        )
        #expect(site.cacheFiles.count == 2 && site.text("images.json") == "before")
        // The images of a group whose query fails are not orphans, so `prune` deletes nothing.
        let pruned = try await site.run("prune")
        #expect(pruned.exitCode == 1 && pruned.errors.contains("source group \"photos\" cannot be read"), "\(pruned)")
    }

    @Test func missingDatabaseIsNotMade() async throws {
        let site = Self.sqlite(Self.query)
        site.remove("data/db.sqlite3")
        try await Self.expectRefusal(site, "data/db.sqlite3: No such file")
        #expect(site.read("data/db.sqlite3") == nil)
    }

    // MARK: - Programs

    @Test func programPrintsNamesAndObjects() async throws {
        let site = Self.site(#"{ "command": ["./sources.sh", "photos/b.png"] }"#, allowsExec: true)
        site.write("row.jsonl", #"{"source": "photos/a.png", "w": 20}"#)
        // The program writes more to standard error than a pipe can hold. The program would block if imagekit did not
        // read its standard error and its standard output at the same time.
        site.makeExecutable(
            "sources.sh",
            "#!/bin/sh\nhead -c 300000 /dev/zero >&2\ncat row.jsonl\necho\necho\nprintf '%s\\r\\n' \"$1\"\n"
        )
        let result = try await site.run("generateimages", "--log-format", "json", in: "media")
        #expect(try result.images().map(\.source) == ["photos/a.png", "photos/b.png"])
        #expect(try result.images().map(\.width) == [20, 12])
        #expect(result.errors == "")
    }

    @Test(arguments: [
        ("echo photos/a.png; echo first >&2; echo no connection >&2; echo >&2; exit 3", "exit code 3: no connection"),
        ("kill -9 $$", "signal 9"), ("echo photos/a.png; echo '{\"source\": 3}'", "line 2: 3 is not the name"),
        ("echo '{\"w\": 3}'; exec sleep 600", "line 1: "),
    ])
    func failingProgramLeavesEverythingAsItWas(script: String, message: String) async throws {
        let site = Self.site(#"{ "command": ["./sources.sh"] }"#, allowsExec: true)
        site.makeExecutable("sources.sh", "#!/bin/sh\n\(script)\n")
        try await Self.expectRefusal(site, message)
    }

    @Test func missingProgramIsAnError() async throws {
        try await Self.expectRefusal(Self.site(#"{ "command": ["./none.sh"] }"#, allowsExec: true), "does not exist")
    }

    @Test func aProgramIsNotRunWithoutPermission() async throws {
        let site = Self.site(#"{ "command": ["./sources.sh"] }"#)
        site.makeExecutable("sources.sh", "#!/bin/sh\ntouch ran\n")
        for command in ["validate", "generateimages", "list"] {
            let result = try await site.run(command)
            #expect(result.exitCode == 65)
            #expect(result.errors.contains("allow_exec"))
        }
        #expect(site.read("ran") == nil)
    }

    /// An included registry cannot allow programs, but it has the permissions of the top-level registry.
    @Test func anIncludedRegistryRunsProgramsIfTheTopLevelRegistryAllowsIt() async throws {
        let site = Site(#"{ "include": ["apps/*.json"] }"#)
        let group = #""source_groups": { "photos": { "command": ["./sources.sh"] } }"#
        site.write("apps/a.json", #"{ "settings": { "allow_exec": true }, \#(group) }"#)
        #expect(try await site.run("validate").errorLines.count == 2)
        site.write("apps/a.json", "{ \(group), \"generators\": { \(Self.generator) } }")
        site.write(
            "specs.json",
            #"{ "settings": { "MEDIA_ROOT": "media", "allow_exec": true }, "include": ["apps/*.json"] }"#
        )
        site.writePhotos("a.png")
        site.makeExecutable("apps/sources.sh", "#!/bin/sh\necho photos/a.png\n")
        #expect(try await site.generate().images().map(\.source) == ["photos/a.png"])
    }

    /// If a file is up to date, the command runs no program and no query.
    @Test func singleFileAsksOnlyForItsOwnFields() async throws {
        let site = Self.site(#"{ "command": ["./sources.sh"] }"#, allowsExec: true)
        site.makeExecutable(
            "sources.sh",
            "#!/bin/sh\necho x >> ran\necho '{\"source\": \"photos/a.png\", \"w\": 20}'\n"
        )
        let answer = try await site.run("generateimage", "x", "--source", "photos/a.png", "--json")
        #expect(answer.output.contains("\"width\":20"))
        _ = try await site.run("thumbnail", "8x8", "photos/a.png", "--url")
        let runs = site.text("ran")
        _ = try await site.run("thumbnail", "8x8", "photos/a.png", "--url")
        #expect(site.text("ran") == runs)
    }
}
