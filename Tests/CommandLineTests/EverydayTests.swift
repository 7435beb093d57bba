import Foundation
import Testing

/// Cases that happen every day on a healthy site. Without a terminal, imagekit prints nothing about them, because the
/// user does not have to act.
@Suite struct EverydayTests {
    private static let generator = #""t": { "source": "photos", "processors": [{ "Thumbnail": [8, 8] }] }"#
    private static let silence = CommandResult(exitCode: 0, output: "", errors: "")

    /// A site whose only source group has no sources.
    private static func emptySite(_ kind: String) throws -> Site {
        let photos =
            switch kind {
            case "list": #"{ "list": "names.txt" }"#
            case "query": #"{ "sqlite": "db.sqlite3", "query": "SELECT name AS source FROM photo" }"#
            case "program": #"{ "command": ["true"] }"#
            default: #"{ "glob": ["photos/*.png"] }"#
            }
        let site = Site(
            Registries.registry(
                photos: photos,
                settings: #""MEDIA_ROOT": "media", "allow_exec": true"#,
                generators: generator
            )
        )
        site.makeFolder("media/photos")
        site.write("names.txt", "")
        _ = try Shell.run(
            "python3 -c \"import sqlite3; sqlite3.connect('db.sqlite3').execute('CREATE TABLE photo(name)')\"",
            in: site
        )
        return site
    }

    private static func loopSite() throws -> Site {
        let site = Site(Registries.registry(generators: generator))
        site.writePhotos("a.png")
        try site.link("media/photos/up", to: "../photos")
        return site
    }

    private static func site(_ kind: String) throws -> Site { try kind == "loop" ? loopSite() : emptySite(kind) }

    @Test(arguments: ["glob", "list", "query", "program", "loop"]) func isSilentWithoutATerminal(_ kind: String)
        async throws
    {
        let site = try Self.site(kind)
        for command in [["generateimages"], ["prune"], ["generateimages"]] {
            let result = try await site.run(command) { _ in }
            #expect(result == Self.silence, "\(command): \(result.errors)")
        }
        #expect(try await site.run("status").errors == "")
        #expect(try await site.run("list").errors == "")
    }

    @Test(arguments: ["glob", "list", "query", "program", "loop"]) func isPrintedOnRequest(_ kind: String) async throws
    {
        let site = try Self.site(kind)
        let expected =
            kind == "loop"
            ? "warning: photos/up: a symbolic link to a folder that it is in"
            : "warning: source group \"photos\" has no sources: "
        let result = try await site.run("generateimages", "-v")
        #expect(result.exitCode == 0)
        #expect(result.errors.hasPrefix(expected))
        let terminal = try Shell.run("exec script -qec \"'$IMAGEKIT' generateimages\" /dev/null", in: site)
        #expect(terminal.exitCode == 0)
        #expect(terminal.output.contains(expected), "\(terminal)")
    }

    /// The arguments are the commands that would wait for another run.
    @Test(arguments: ["generateimages --force", "prune", "clear '**'", "invalidate '**'"])
    func aHeldLockIsReportedByTheExitCode(_ command: String) async throws {
        let site = Site(Registries.registry(generators: Self.generator))
        site.writePhotos("a.png")
        _ = try await site.generate()
        let lock = "flock media/CACHE/images/.imagekit/lock"
        let silent = try Shell.run("\(lock) \"$IMAGEKIT\" \(command) --no-wait", in: site)
        #expect(silent == CommandResult(exitCode: 75, output: "", errors: ""))
        let terminal = try Shell.run(
            "exec script -qec \"\(lock) '$IMAGEKIT' \(command) --no-wait\" /dev/null",
            in: site
        )
        #expect(terminal.exitCode == 75)
        #expect(
            terminal.output.hasPrefix("error: another run is using \(site.path("media/CACHE/images"))"),
            "\(terminal)"
        )
    }
}
