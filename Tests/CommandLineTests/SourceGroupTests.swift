import Foundation
import Testing

/// Tests which sources the groups have.
@Suite struct SourceGroupTests {
    static let generator = #""x": { "source": "photos", "processors": [{ "Thumbnail": [8, 8] }], "format": "PNG" }"#

    static func sources(_ photos: String, _ names: [String], input: String = "") async throws -> [String?] {
        let site = Site(Registries.registry(photos: photos, generators: generator))
        for name in names { site.write("media/" + name, samplePNG(width: 9, height: 9)) }
        let result = try await site.run(["generateimages", "-n", "--log-format", "json"], input: input) { _ in }
        #expect(result.exitCode == 0, "\(result.errors)")
        return try result.events().filter { $0.event == "image" }.map(\.source)
    }

    @Test func globsTakeInByteOrder() async throws {
        let names = ["p/b.png", "p/B.png", "p/é.png", "p/a/z.png", "p/a.png", "p/a-b.png", "p/a.txt", "q/x.png"]
        let expected = ["p/B.png", "p/a-b.png", "p/a.png", "p/a/z.png", "p/b.png", "p/é.png"]
        #expect(try await Self.sources(#"{ "glob": ["p/**/*.png"] }"#, names) == expected)
        #expect(try await Self.sources(#"{ "glob": ["p/b.png", "p/*/*.png", "p/[!b]*.png"] }"#, names) == expected)
    }

    @Test func exclusionsAreLeftOut() async throws {
        let names = ["p/a.png", "p/drafts/b.png", "p/drafts/deep/c.png", "p/d.png"]
        let group = #"{ "glob": ["p/**/*.png"], "exclude": ["p/drafts/**", "p/d.*"] }"#
        #expect(try await Self.sources(group, names) == ["p/a.png"])
    }

    @Test func hiddenFilesMatchOnlyALeadingDotInThePattern() async throws {
        let names = ["p/.a.png", "p/.h/b.png", "p/c.png"]
        #expect(try await Self.sources(#"{ "glob": ["p/**/*.png"] }"#, names) == ["p/c.png"])
        #expect(try await Self.sources(#"{ "glob": ["p/.*.png", "p/.h/*"] }"#, names) == ["p/.a.png", "p/.h/b.png"])
    }

    @Test func listFromStandardInput() async throws {
        let names = ["p/a.png", "p/b.png", "p/c.png"]
        let sources = try await Self.sources(#"{ "list": "-" }"#, names, input: "p/c.png\r\np/a.png\n\np/c.png")
        #expect(sources == ["p/a.png", "p/c.png"])
    }

    @Test func aListInAFileNextToTheRegistry() async throws {
        let site = Site(Registries.registry(photos: #"{ "list": "names.txt" }"#, generators: Self.generator))
        site.write("names.txt", "p/b.png\n")
        site.write("media/p/b.png", samplePNG(width: 9, height: 9))
        site.makeFolder("deep")
        let result = try await site.run("generateimages", "--log-format", "json", in: "deep")
        #expect(try result.images().map(\.source) == ["p/b.png"])
        #expect(result.exitCode == 0)
    }

    @Test func missingListIsAnError() async throws {
        let site = Site(Registries.registry(photos: #"{ "list": "names.txt" }"#, generators: Self.generator))
        site.makeFolder("media")
        let result = try await site.run("generateimages")
        #expect(result.exitCode == 65)
        #expect(result.errors.contains("names.txt"))
        #expect(result.errors.contains("\"photos\""))
    }

    @Test(arguments: [#"{ "glob": ["**/*.png"] }"#, #"{ "glob": ["CACHE/**"] }"#, #"{ "list": "-" }"#])
    func theCacheFolderIsNeverASource(_ photos: String) async throws {
        let site = Site(Registries.registry(photos: photos, generators: Self.generator))
        site.write("media/CACHE/images/p/a/0123.png", samplePNG(width: 9, height: 9))
        let names = "CACHE/images/p/a/0123.png\n./CACHE/images/p/a/0123.png\nCACHE/../CACHE/images/p/a/0123.png\n"
        // Standard input is read only if a list uses it.
        let input = photos.contains("list") ? names : ""
        let result = try await site.run(["generateimages", "--log-format", "json"], input: input) { _ in }
        #expect(try result.summary()?.generated == 0)
        #expect(site.cacheFiles.count == 1)
    }

    @Test func globThatMatchesNothingIsAWarning() async throws {
        let site = Site(Registries.registry(photos: #"{ "glob": ["p/*.jpg"] }"#, generators: Self.generator))
        site.makeFolder("media/p")
        #expect(try await site.run("generateimages") == CommandResult(exitCode: 0, output: "", errors: ""))
        let result = try await site.run("generateimages", "-v")
        #expect(result.exitCode == 0)
        #expect(result.errorLines.count == 2)
        #expect(result.errors.hasPrefix("warning: source group \"photos\""))
        #expect(result.errors.contains("p/*.jpg"))
    }

    /// A folder can be missing because its disk is not mounted. It must not count as an empty folder.
    @Test func missingFolderOfAGlobIsAFailure() async throws {
        let photos = #"{ "glob": ["p/{a,b}/*.jpg", "q/*.png"] }"#
        let site = Site(Registries.registry(photos: photos, generators: Self.generator))
        site.write("media/q/a.png", samplePNG(width: 9, height: 9))
        site.write("images.json", "old")
        let result = try await site.run("generateimages", "--manifest", "images.json")
        #expect(result.exitCode == 1)
        #expect(
            result.errors == """
                error: source group "photos": the folder \(site.path("media/p")) does not exist; create it, or mount its disk
                error: 1 folder could not be searched for sources; the manifest lacks their images and is not written

                """
        )
        #expect(site.cacheFiles.count == 1, "the other images are made")
        #expect(site.text("images.json") == "old")
        let list = try await site.run("list")
        #expect(list.exitCode == 1 && list.output.contains("1 source"), "\(list)")
        for command in [["generateimages", "--check"], ["generateimages", "--dry-run", "--only-new-failures"]] {
            #expect(try await site.run(command) { _ in }.exitCode == 1)
        }
        site.makeFolder("media/P")
        #expect(try await site.run("generateimages", "--manifest", "images.json").exitCode == 0)
        #expect(site.text("images.json") != "old")
    }

    @Test func missingMediaRootIsAnError() async throws {
        let site = Site()
        let result = try await site.run("generateimages")
        #expect(result.exitCode == 65)
        #expect(result.errors.hasPrefix("error: "))
        #expect(result.errors.contains("MEDIA_ROOT"))
        #expect(result.errors.contains(site.path("media")))
        #expect(!FileManager.default.fileExists(atPath: site.path("media")))
    }

    @Test func onlyTheNamesOutsideMediaRootFail() async throws {
        let site = Site(Registries.registry(photos: #"{ "list": "-" }"#, generators: Self.generator))
        site.write("secret.png", samplePNG(width: 9, height: 9))
        site.write("media/a.png", samplePNG(width: 9, height: 9))
        let input = "../secret.png\n/etc/passwd\na.png\nb/../a.png\n"
        let result = try await site.run(["generateimages", "--log-format", "json"], input: input) { _ in }
        #expect(result.exitCode == 1)
        #expect(try result.images().map(\.status) == ["failed", "failed", "generated", "failed"])
    }

    /// Standard input often contains only the sources of one run.
    @Test func pruneNeedsTheWordThatAListIsComplete() async throws {
        let site = Site(Registries.registry(photos: #"{ "list": "-" }"#, generators: Self.generator))
        site.writePhotos("a.png", "b.png", "c.png")
        let (all, rest) = ("photos/a.png\nphotos/b.png\nphotos/c.png\n", "photos/a.png\nphotos/b.png\n")
        #expect(try await site.run("generateimages", input: all).exitCode == 0)
        #expect(try await site.run("prune", input: all).exitCode == 0)
        let refused = try await site.run("prune", input: rest)
        #expect(refused.exitCode == 1 && site.cacheFiles.count == 3)
        #expect(refused.errors.contains("1 cache file would be deleted, but the list of the source group photos is"))
        #expect(try await site.run("prune", "--yes", input: rest).exitCode == 0)
        #expect(site.cacheFiles.count == 2)
    }

    /// A path cannot open a socket, such as the standard input of a command that `ssh` or Node.js starts.
    @Test func aListIsReadFromASocket() throws {
        let site = Site(Registries.registry(photos: #"{ "list": "-" }"#, generators: Self.generator))
        site.write("media/a.png", samplePNG(width: 9, height: 9))
        var sockets: [Int32] = [-1, -1]
        try #require(socketpair(AF_UNIX, Site.streamSocket, 0, &sockets) == 0)
        #expect(write(sockets[0], "a.png\n", 6) == 6)
        close(sockets[0])
        let process = Process()
        process.executableURL = URL(filePath: Executables.imagekit)
        process.arguments = ["generateimages"]
        process.currentDirectoryURL = URL(filePath: site.path)
        process.standardInput = FileHandle(fileDescriptor: sockets[1], closeOnDealloc: true)
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        #expect(site.cacheFiles.count == 1)
    }
}
