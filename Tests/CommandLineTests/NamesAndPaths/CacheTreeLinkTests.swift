import Foundation
import Testing

/// A symbolic link replaces a folder of the cache. No command writes, renames or deletes files through this link.
@Suite struct CacheTreeLinkTests {
    private static func registry(_ namer: String, size: Int = 8) -> String {
        let spec = #""source": "photos", "processors": [{ "Thumbnail": [\#(size), 8] }], "format": "PNG""#
        return Registries.registry(generators: #""x": { \#(spec), "cachefile_namer": "\#(namer)" }"#)
    }

    /// Returns a site whose images are in `elsewhere/`. The folder `photos` of the cache is a link to that folder.
    private static func site() async throws -> Site {
        let site = Site(registry("source_name_as_path"))
        site.writePhotos("a.png", "b.png")
        #expect(try await site.generate().exitCode == 0)
        try FileManager.default.moveItem(atPath: site.path("media/CACHE/images/photos"), toPath: site.path("elsewhere"))
        try site.link(
            "media/CACHE/images/photos",
            to: site.path("elsewhere")
        )
        return site
    }

    struct Command: CustomTestStringConvertible, Sendable {
        let arguments: [String]
        var code: Int32 = 1
        /// The registry that the site gets before the command.
        var registry = CacheTreeLinkTests.registry("source_name_as_path")
        var newPhoto = false
        var message: String? = "is a link, and imagekit does not write through links"

        var testDescription: String { arguments.joined(separator: " ") + (newPhoto ? " with a new source" : "") }
    }

    static let commands = [
        Command(arguments: ["generateimages"], code: 0, message: nil),
        Command(arguments: ["generateimages"], newPhoto: true, message: "photos on the way to"),
        Command(arguments: ["generateimages", "--force"], message: "photos on the way to"),
        Command(arguments: ["generateimages", "--shard", "1/1", "--force"], message: "photos on the way to"),
        // The new names are outside the linked folder. Renaming an image would remove it from the link's target, so the
        // run makes the images again.
        Command(arguments: ["generateimages"], code: 0, registry: registry("hash"), message: nil),
        Command(
            arguments: ["generateimage", "x", "--source", "photos/a.png", "--force"],
            message: "photos on the way to"
        ),
        Command(arguments: ["clear", "x"]),
        Command(arguments: ["invalidate", "x"], code: 0, message: nil),
        // `prune` does not follow links, so it finds no orphan.
        Command(
            arguments: ["prune", "--yes"],
            code: 0,
            registry: registry("source_name_as_path", size: 9),
            message: nil
        ),
        Command(arguments: ["status"], code: 0, message: nil),
    ]

    @Test(arguments: commands)
    func isNotFollowed(_ command: Command) async throws {
        let site = try await Self.site()
        let before = TreeSnapshot(of: site.path("elsewhere"))
        site.write("specs.json", command.registry)
        if command.newPhoto { site.writePhotos("c.png") }
        let result = try await site.run(command.arguments) { _ in }
        #expect(result.exitCode == command.code, "\(result)")
        if let message = command.message { #expect(result.errors.contains(message), "\(result.errors)") }
        #expect(TreeSnapshot(of: site.path("elsewhere")) == before)
    }

    /// Files are renamed neither through a link nor into its target.
    @Test func renamingDoesNotFollowLinks() async throws {
        let site = Site(Self.registry("hash"))
        site.writePhotos("a.png")
        #expect(try await site.generate().exitCode == 0)
        site.makeFolder("elsewhere")
        let link = site.path("media/CACHE/images/photos")
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: site.path("elsewhere"))
        site.write("specs.json", Self.registry("source_name_as_path"))
        let result = try await site.generate()
        #expect(try result.images().map(\.error?.code) == ["cannot-write"])
        #expect(try FileManager.default.contentsOfDirectory(atPath: site.path("elsewhere")) == [])
        try FileManager.default.removeItem(atPath: link)
        #expect(try await site.generate().exitCode == 0)
    }

    /// `clear` deletes all files that are not behind the link, and reports the files that it cannot delete.
    @Test func clearContinues() async throws {
        let site = try await Self.site()
        site.write("media/other/d.png", samplePNG(width: 20, height: 20))
        let all = Self.registry("source_name_as_path").replacingOccurrences(of: "photos/**/*", with: "**/*")
        site.write("specs.json", all)
        #expect(try await site.generate().exitCode == 0)
        #expect(try await site.run("clear", "**").exitCode == 1)
        #expect(!FileManager.default.fileExists(atPath: site.path("media/CACHE/images/other")))
        // `clear` deleted only the record of other/d.png, so the images behind the link are still fresh.
        #expect(try await site.generate("-n").images().map(\.source) == ["other/d.png"])
    }

    @Test(arguments: [".imagekit", ".imagekit/tmp", ".imagekit/lock", ".imagekit/state.sqlite3"])
    func ownFilesAreNoLinks(_ name: String) async throws {
        let site = Site(Registries.oneGenerator)
        site.writePhotos("a.png")
        #expect(try await site.generate().exitCode == 0)
        let own = site.path("media/CACHE/images/" + name)
        try FileManager.default.moveItem(atPath: own, toPath: site.path("elsewhere"))
        try FileManager.default.createSymbolicLink(atPath: own, withDestinationPath: site.path("elsewhere"))
        if name.hasSuffix("tmp") { site.write("elsewhere/precious.txt", "x") }
        site.writePhotos("b.png")
        let before = TreeSnapshot(of: site.path("elsewhere"))
        // A shard does not use `.imagekit/tmp`, because it has its own folder for temporary files.
        for arguments in [
            ["generateimages"], ["generateimages", "--shard", "1/2"], ["prune"], ["clear", "**"], ["invalidate", "**"],
            ["thumbnail", "8x8", "photos/b.png"],
        ] where !(name.hasSuffix("tmp") && arguments.contains("--shard")) {
            let result = try await site.run(arguments) { _ in }
            #expect(result.exitCode == 1, "\(arguments): \(result)")
            #expect(
                result.errors.contains("\(own) is a link, and imagekit does not write through links"),
                "\(result.errors)"
            )
        }
        #expect(TreeSnapshot(of: site.path("elsewhere")) == before)
    }

    /// A run of the complete tree opens these files: imagekit merges the states of shards, and SQLite reads the log of
    /// the state.
    @Test(arguments: ["state.1-of-2.sqlite3", "state.sqlite3-wal"])
    func linksInThePrivateFolderAreRefused(_ name: String) async throws {
        let site = Site(Registries.oneGenerator)
        site.writePhotos("a.png")
        site.write("precious", "")
        site.write("media/CACHE/images/.imagekit/lock", "")
        let link = site.path("media/CACHE/images/.imagekit/" + name)
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: site.path("precious"))
        let result = try await site.generate()
        #expect(result.exitCode == 1)
        #expect(result.errors.contains("\(link) is a link"), "\(result.errors)")
        #expect(site.text("precious") == "")
    }
}
