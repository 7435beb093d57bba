import Foundation
import Testing

/// Runs the crontab line of `Examples/` 24 times, as cron does in two hours, with a folder of typical uploads. Cron
/// mails all output of a command, so a run must print something only if the user has to act.
@Suite struct CrontabSimulationTests {
    private static let registry = Registries.registry(
        photos: #"{ "glob": ["uploads/**/*.{png,jpg}"] }"#,
        generators: """
            "app:card": { "source": "photos", "processors": [{ "Thumbnail": [20, 16] }], "format": "JPEG" },
            "app:small": { "source": ["photos", "covers"], "processors": [{ "Thumbnail": [10, 8] }], "format": "PNG" }
            """
    ).replacing(
        #""photos": {"#,
        with: #""covers": { "sqlite": "db.sqlite3", "query": "SELECT file AS source FROM cover" }, "photos": {"#
    )

    /// The names of 13 files that are not images, each for a different reason.
    private static func writeBadFiles(in site: Site) throws -> [String] {
        let png = samplePNG(width: 60, height: 40)
        let contents: [(String, [UInt8])] = [
            ("empty.png", []), ("empty.jpg", []), ("junk.png", Array("junk".utf8)),
            ("page.jpg", Array("<!DOCTYPE html><html><body>Not found</body></html>".utf8)),
            ("pointer.png", Array("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 12\n".utf8)),
            ("cut.png", Array(png.prefix(png.count / 2))), ("header.png", Array(png.prefix(20))),
            ("zeros.jpg", [UInt8](repeating: 0, count: 500)),
            ("archive.jpg", [0x50, 0x4B, 3, 4] + [UInt8](repeating: 1, count: 90)),
        ]
        for (name, bytes) in contents { site.write("media/uploads/\(name)", bytes) }
        site.makeFolder("media/uploads/folder.png")
        site.makePipe("media/uploads/pipe.png")
        try site.link("media/uploads/dangling.jpg", to: "gone.jpg")
        try site.link("media/uploads/outside.jpg", to: "/etc/hostname")
        return contents.map(\.0) + ["folder.png", "pipe.png", "dangling.jpg", "outside.jpg"]
    }

    /// The command of the line that runs every five minutes.
    private static var command: String? {
        let text = try? String(contentsOfFile: Repository.path + "/Examples/imagekit.crontab", encoding: .utf8)
        return text?.split(separator: "\n").first { $0.hasPrefix("*/5 ") }?.firstMatch(of: /^(?:\S+ +){5}(.+)$/).map {
            String($0.1)
        }
    }

    @Test func twoHoursAreOneMail() async throws {
        let site = Site(Self.registry)
        for number in 0..<6 {
            site.write("media/uploads/\(number).png", samplePNG(width: 40, height: 30, seed: number))
        }
        let bad = try Self.writeBadFiles(in: site)
        #expect(bad.count == 13)
        try site.link("media/uploads/loop", to: "../uploads")
        _ = try Shell.run(
            "python3 -c \"import sqlite3; sqlite3.connect('db.sqlite3').execute('CREATE TABLE cover(file)')\"",
            in: site
        )
        let bin = (Executables.imagekit as NSString).deletingLastPathComponent
        let command = try #require(Self.command).replacing("/srv/site", with: site.path)
        let line = "PATH='\(bin)':/usr/bin:/bin; \(command)"
        site.write("line.sh", line)
        let cron = "env -i PATH=/usr/bin:/bin HOME=\"$PWD\" /bin/sh line.sh"

        var mails: [String] = []
        for run in 0..<24 {
            // One run starts while another process holds the lock.
            let overlaps = run == 7
            // Later, one new file is uploaded, and one file is replaced.
            if run == 3 { site.write("media/uploads/late.png", samplePNG(width: 30, height: 30, seed: 77)) }
            if run == 15 { site.write("media/uploads/0.png", samplePNG(width: 30, height: 30, seed: 78)) }
            let lock = overlaps ? "flock media/CACHE/images/.imagekit/lock " : ""
            let result = try Shell.run("exec \(lock)\(cron)", in: site)
            let text = result.output + result.errors
            if !text.isEmpty { mails.append(text) }
            #expect(result.exitCode == (run == 0 ? 1 : 0), "run \(run): \(text)")
        }
        #expect(mails.count == 1, "\(mails)")
        let mail = try #require(mails.first)
        for name in bad { #expect(mail.contains("error: uploads/\(name): "), "\(name)") }
        let lines = mail.split(separator: "\n")
        #expect(lines.count == 14)
        #expect(lines.last?.hasSuffix("; 13 sources, 26 images failed") == true)
        #expect(site.cacheFiles.count == 14)

        let list = try await site.run("status", "--failed")
        #expect(list.outputLines.last == "13 sources, 26 images failed")
        #expect(Set(list.outputLines.dropLast().map { $0.prefix { $0 != " " } }) == Set(bad.map { "uploads/\($0)" }))
    }
}
