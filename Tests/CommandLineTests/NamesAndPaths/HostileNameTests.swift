import Foundation
import Testing

/// Tests of unusual file names. imagekit uses each name literally, or refuses it with a reason and makes the other
/// images.
@Suite struct HostileNameTests {
    private static let generators = """
        "app:dot": {
            "source": "photos", "processors": [{ "Thumbnail": [8, 8] }], "cachefile_namer": "{dir}/{stem}-{hash:12}.{ext}"
        },
        "app:small": { "source": "photos", "processors": [{ "Thumbnail": [10, 8] }], "format": "JPEG" }
        """

    private static func site(_ photos: String = #"{ "glob": ["photos/**/*", "photos/.*"] }"#) -> Site {
        let settings = #""MEDIA_ROOT": "media", "allow_exec": true"#
        return Site(Registries.registry(photos: photos, settings: settings, generators: generators))
    }

    /// Names below `media/photos/`.
    static let plainNames = [
        "[page=2].png", "a.png[page=2]", "b.png[n=-1]", "c.gif[n=-1]", "d.png[fail_on=none,access=sequential]",
        "%2e%2e%2fe.png", "%00.png", "f%.png", "-x.png", "--force", "-", "new\nline.png", "\r\n.png", "tab\t.png",
        "esc\u{1B}[31m.png", "bell\u{7}\u{9B}.png", "\u{2028}line.png", "\u{202E}gnp.png", "caf\u{E9}.png",
        "cafe\u{301}.png", "\u{301}accent.png", "\u{301}folder/\u{301}.png", "..png", "... .png", "back\\slash.png",
        "q\"u'o<t>e&.png", "$(id).png", "`id`;.png", "nul:.png", "CON", " .png", "\u{FFFD}.png", "🐕‍🦺.png",
        String(repeating: "x", count: 251) + ".png", String(repeating: "é", count: 127),
        (0..<200).map { "f\($0)" }.joined(separator: "/") + "/deep.png",
    ]

    @Test func areTakenLiterally() async throws {
        let site = Self.site()
        let names = Self.plainNames.filter { $0.utf8.count <= 239 || $0.contains("/") }
        for (seed, name) in names.enumerated() {
            site.writeBytes("media/photos/" + name, samplePNG(width: 20, height: 16, seed: seed))
        }
        let manifest = String(repeating: "m", count: 250) + ".json"
        let result = try await site.generate("--manifest", manifest)
        #expect(result.exitCode == 0, "\(result.errors)")
        // A line separator or control character in a name must not split a line, so the line feed after each event is
        // the only such character in the output.
        #expect(
            result.output.unicodeScalars.allSatisfy { $0 == "\n" || ($0.value >= 0x20 && !$0.properties.isLineEnd) }
        )
        let images = try result.images()
        #expect(images.count == 2 * names.count)
        #expect(images.allSatisfy { $0.status == "generated" })
        let sources = Set(images.compactMap(\.source).map { Array($0.utf8) })
        #expect(sources == Set(names.map { Array("photos/\($0)".utf8) }))
        for image in images {
            let bytes = site.readBytes("media/" + (image.name ?? ""))
            #expect(PictureSize(of: bytes ?? []) == PictureSize(image.width ?? 0, 8), "\(image.name ?? "")")
            // The cache file is in the folder of its source, whatever characters the name contains.
            #expect(image.name?.utf8.starts(with: "CACHE/images/photos/".utf8) == true)
        }
        let listed = try #require(site.read(manifest))
        let json = try #require(try JSONSerialization.jsonObject(with: Data(listed)) as? [String: Any])
        #expect((json["images"] as? [Any])?.count == images.count)
        #expect(!FileManager.default.fileExists(atPath: site.path("media/CACHE/images/.imagekit/tmp/x")))
        #expect(try await site.generate("--check").exitCode == 0)
        #expect(try await site.generate("--verify", "--check").exitCode == 0)
        #expect(try await site.run("prune", "--dry-run").output == "")
        for arguments in [["generateimages", "-v"], ["generateimages", "--force", "-n"]] {
            let text = try await site.run(arguments) { _ in }
            #expect(text.outputLines.count == images.count)
            #expect(
                text.output.unicodeScalars.allSatisfy { $0 == "\n" || ($0.value >= 0x20 && !$0.properties.isLineEnd) }
            )
        }
        // `clear` finds and deletes all of these files by their names.
        #expect(try await site.run("clear", "**").errors == "deleted \(images.count) files\n")
        #expect(site.cacheFiles.isEmpty)
    }

    /// Single-file commands accept every name on the command line and on standard input.
    @Test func answersAreALineEach() async throws {
        let site = Self.site()
        let names = Self.plainNames.filter { !$0.contains("\n") && !$0.hasPrefix("f0/") && $0.utf8.count < 200 }
        for name in names { site.writeBytes("media/photos/" + name, samplePNG(width: 20, height: 16)) }
        let sources = names.map { "photos/" + $0 }
        _ = try await site.run(["thumbnail", "8x8"] + sources) { _ in }
        for form in ["--json", "--url", "--html", "--path"] {
            let direct = try await site.run(["thumbnail", "8x8"] + sources + [form]) { _ in }
            #expect(direct.exitCode == 0, "\(direct.errors)")
            #expect(direct.output.utf8.count { $0 == UInt8(ascii: "\n") } == names.count, "\(form)")
            let piped = try await site.run(
                ["thumbnail", "8x8", "-", form],
                input: sources.joined(separator: "\n") + "\n"
            ) { _ in }
            #expect(piped.output == direct.output)
        }
        let source = "photos/new\nline.png"
        site.writeBytes("media/" + source, samplePNG(width: 20, height: 16))
        let url = try await site.run("generateimage", "app:small", "--source", source, "--url")
        #expect(url.output.hasPrefix("/media/CACHE/images/photos/new%0Aline/"))
        let escapes = try await site.run("generateimage", "app:small", "--source", "photos/%2e%2e%2fe.png", "--url")
        #expect(escapes.output.hasPrefix("/media/CACHE/images/photos/%252e%252e%252fe/"))
        // The value of an option can look like an option.
        site.writeBytes("media/-top.png", samplePNG(width: 20, height: 16))
        #expect(try await site.run("generateimage", "app:small", "--source=-top.png", "--url").exitCode == 0)
    }

    // MARK: - Names that are refused

    struct Refusal: Sendable {
        let name: String
        let code: String
        let message: String
    }

    static let refusals = [
        Refusal(name: "../secret.png", code: "missing-source", message: "the name leaves MEDIA_ROOT"),
        Refusal(name: "photos/../../secret.png", code: "missing-source", message: "the name leaves MEDIA_ROOT"),
        Refusal(name: "/etc/passwd", code: "missing-source", message: "the name is an absolute path"),
        Refusal(name: "./photos/a.png", code: "missing-source", message: "the name is not a plain name"),
        Refusal(name: "photos//a.png", code: "missing-source", message: "the name is not a plain name"),
        Refusal(name: "photos/a.png/", code: "missing-source", message: "the name is not a plain name"),
        Refusal(name: "%2e%2e/secret.png", code: "missing-source", message: "there is no such file"),
        Refusal(name: "photos/%2e%2e/a.png", code: "missing-source", message: "there is no such file"),
        Refusal(name: "photos/a.png%00.jpg", code: "missing-source", message: "there is no such file"),
        Refusal(name: "photos/a.png[page=0]", code: "missing-source", message: "there is no such file"),
        Refusal(name: "photos/a.png/b.png", code: "missing-source", message: "there is no such file"),
        Refusal(name: "photos/cafe\u{301}.png", code: "missing-source", message: "there is no such file"),
        Refusal(
            name: "photos/wrong\u{FFFD}.png",
            code: "missing-source",
            message: "if its name is not UTF-8, rename it"
        ),
        Refusal(name: String(repeating: "x", count: 256), code: "unreadable-source", message: "File name too long"),
        Refusal(name: "photos", code: "not-a-file", message: "but a folder"),
        Refusal(name: "photos/pipe.png", code: "not-a-file", message: "but a named pipe"),
        Refusal(name: "photos/socket.png", code: "not-a-file", message: "but a socket"),
        Refusal(name: "photos/null.png", code: "not-a-file", message: "leads out of MEDIA_ROOT, to /dev/null"),
        Refusal(
            name: "photos/dangling.png",
            code: "not-a-file",
            message: "a symbolic link to a file that is not there"
        ),
        Refusal(
            name: "photos/blocked.png",
            code: "not-a-file",
            message: "a symbolic link to a file that is not there"
        ),
        Refusal(name: "photos/round.png", code: "unreadable-source", message: "Too many levels of symbolic links"),
        Refusal(name: "photos/round/a.png", code: "unreadable-source", message: "Too many levels of symbolic links"),
    ]

    private static func siteOfRefusals(_ photos: String) throws -> Site {
        let site = site(photos)
        site.write("secret.png", samplePNG(width: 9, height: 9))
        site.writePhotos("a.png", "caf\u{E9}.png")
        site.makePipe("media/photos/pipe.png")
        site.makeSocket("media/photos/socket.png")
        for (name, target) in [
            ("null.png", "/dev/null"), ("dangling.png", "gone.png"), ("blocked.png", "a.png/b.png"),
            ("round.png", "round.png"), ("round", "round"),
        ] {
            try site.link("media/photos/" + name, to: target)
        }
        return site
    }

    private static func quoted(_ text: String) throws -> String {
        String(decoding: try JSONSerialization.data(withJSONObject: text, options: [.fragmentsAllowed]), as: UTF8.self)
    }

    /// Every kind of list refuses the same names.
    @Test(arguments: ["lines", "CSV", "JSON Lines", "standard input", "query", "command"])
    func onlyTheBadNamesOfAListAreRefused(_ kind: String) async throws {
        let rows = Self.refusals.map(\.name) + ["photos/a.png"]
        let lines = rows.joined(separator: "\n") + "\n"
        let query = rows.map { "SELECT '\($0)' AS source" }.joined(separator: " UNION ALL ")
        let (group, file) =
            switch kind {
            case "lines": (#"{ "list": "names" }"#, ("names", lines))
            case "CSV": (#"{ "list": "names.csv" }"#, ("names.csv", "source\n" + lines))
            case "JSON Lines":
                (
                    #"{ "list": "names.jsonl" }"#,
                    ("names.jsonl", try rows.map { #"{"source":\#(try Self.quoted($0))}"# + "\n" }.joined())
                )
            case "query": (#"{ "sqlite": "db", "query": \#(try Self.quoted(query)) }"#, ("db", ""))
            case "command": (#"{ "command": ["cat", "names"] }"#, ("names", lines))
            default: (#"{ "list": "-" }"#, ("names", lines))
            }
        let site = try Self.siteOfRefusals(group)
        site.write(file.0, file.1)
        let arguments = ["generateimages", "app:small", "--log-format", "json"]
        let result = try await site.run(arguments, input: group.contains("\"-\"") ? lines : "") { _ in }
        #expect(result.exitCode == 1)
        try Self.expect(try result.images())
        let secret = site.cacheFiles.keys.filter { !$0.hasPrefix("photos/a/") }
        #expect(secret == [])
    }

    private static func expect(_ images: [Event]) throws {
        #expect(images.count == refusals.count + 1)
        for refusal in refusals {
            let image = images.first { $0.source?.utf8.elementsEqual(refusal.name.utf8) == true }
            #expect(
                image?.status == "failed" && image?.error?.code == refusal.code,
                "\(refusal): \(String(describing: image))"
            )
            #expect(image?.error?.message.contains(refusal.message) == true, "\(refusal): \(String(describing: image))")
        }
        #expect(images.filter { $0.status == "generated" }.map(\.source) == ["photos/a.png"])
    }

    @Test func onlyTheBadNamesOfACallAreRefused() async throws {
        let site = try Self.siteOfRefusals(#"{ "glob": ["photos/*.gif"] }"#)
        let names = Self.refusals.map(\.name)
        for command in [["thumbnail", "8x8"], ["generateimage", "app:small", "--source"]] {
            let isOne = command.count == 3
            for refusal in Self.refusals where isOne {
                let result = try await site.run(command + [refusal.name, "--url"]) { _ in }
                #expect(result.exitCode == 1 && result.output == "\n", "\(refusal)")
                #expect(result.errors.hasPrefix("error: \(refusal.name): "), "\(refusal): \(result.errors)")
                #expect(result.errors.contains(refusal.message) && result.errorLines.count == 1, "\(result.errors)")
            }
            guard !isOne else { continue }
            let all = try await site.run(command + names + ["photos/a.png", "--url"]) { _ in }
            #expect(all.exitCode == 1)
            #expect(all.output.hasPrefix(String(repeating: "\n", count: names.count) + "/media/CACHE/images/photos/a/"))
            #expect(all.errorLines.count == names.count)
        }
    }

    /// A folder that contains `.imagekit` is a cache folder, also for a source that a list or a call names.
    @Test func aFolderWithAStateHasNoSources() async throws {
        let site = Self.site(#"{ "list": "names.txt" }"#)
        site.writePhotos("a.png")
        site.write("media/other/x/b.png", samplePNG(width: 20, height: 10))
        site.makeFolder("media/other/.imagekit")
        site.write("names.txt", "photos/a.png\nother/x/b.png\n")
        let images = try await site.generate("app:small").images()
        #expect(images.first { $0.source == "other/x/b.png" }?.error?.code == "missing-source", "\(images)")
        #expect(images.first { $0.source == "photos/a.png" }?.status == "generated")
        #expect(try await site.run("generateimage", "app:small", "other/x/b.png").exitCode == 1)
    }

    /// The folder of such a cache file would be next to the state and have the name of a file that SQLite or imagekit
    /// creates there. Such a folder could permanently prevent imagekit from writing the state.
    @Test func noCacheFileIsNextToTheState() async throws {
        let site = Self.site(#"{ "list": "names.txt" }"#)
        let names = [".imagekit/state.sqlite3-journal.png", ".imagekit/lock.png", ".imagekit/tmp.png"]
        site.writePhotos("a.png", "b.png")
        for name in names { site.write("media/" + name, samplePNG(width: 20, height: 10)) }
        for photos in [["photos/a.png"], ["photos/a.png", "photos/b.png"]] {
            site.write("names.txt", (names + photos).joined(separator: "\n"))
            let images = try await site.generate("app:small").images()
            #expect(images.filter { $0.error != nil }.map(\.source) == names.sorted())
            #expect(Set(images.compactMap(\.error?.code)) == ["cannot-write"])
            #expect(images.filter { $0.status == "generated" }.map(\.source) == [photos.last])
        }
        #expect(site.cacheFiles.count == 2)
    }

    /// A registry is invalid if `files` contains such a name.
    @Test(arguments: ["../secret.png", "/etc/passwd", "photos/../a.png", "a\\u0000.png", ""])
    func namesOfTheRegistryAreMistakes(_ name: String) async throws {
        let result = try await Self.site(#"{ "files": ["\#(name)"] }"#).run("validate")
        #expect(result.exitCode == 65)
        #expect(result.errors.contains("source_groups.photos.files[0]: "), "\(result.errors)")
        #expect(result.errorLines.count == 1)
    }

    @Test func aNulInARowIsRefused() async throws {
        let site = Self.site(#"{ "list": "names.jsonl" }"#)
        site.writePhotos("a.png")
        site.write("names.jsonl", #"{"source":"photos/a.png\u0000.jpg"}"# + "\n")
        let images = try await site.generate("app:small").images()
        #expect(images.map(\.error?.message) == ["the name contains a NUL character"])
    }

    /// The list has the exact bytes of a file's name, but these bytes are not UTF-8. imagekit refuses this name instead
    /// of guessing which file the name means.
    @Test(arguments: ["names.txt", "names.csv"])
    func aListOfWrongBytesIsRefused(_ list: String) async throws {
        let site = Self.site(#"{ "list": "\#(list)" }"#)
        let name: [UInt8] = Array("photos/wrong".utf8) + [0xFF] + Array(".png".utf8)
        site.writeBytes(Array("media/".utf8) + name, samplePNG(width: 9, height: 9))
        site.write(list, Array("source\n".utf8) + name + [10])
        let images = try await site.generate("app:small").images().filter { $0.source != "source" }
        #expect(images.map(\.error?.code) == ["missing-source"])
        #expect(images[0].error?.message == "there is no such file; if its name is not UTF-8, rename it")
    }

    @Test func badNamesThatAGlobFindsAreSkippedOrRefused() async throws {
        let site = try Self.siteOfRefusals(#"{ "glob": ["photos/**/*.png"] }"#)
        let wrong: [UInt8] = Array("media/photos/wrong".utf8) + [0xFF] + Array(".png".utf8)
        site.writeBytes(wrong, samplePNG(width: 9, height: 9))
        try site.link("media/photos/up", to: "..")
        let result = try await site.generate("app:small")
        #expect(result.exitCode == 1)
        let reasons = Dictionary(
            uniqueKeysWithValues: try result.images().map { ($0.source ?? "", $0.error?.message ?? $0.status ?? "") }
        )
        #expect(
            reasons.mapValues { $0.split(separator: ";")[0].split(separator: ", to")[0] } == [
                "photos/a.png": "generated", "photos/caf\u{E9}.png": "generated",
                "photos/pipe.png": "not a regular file, but a named pipe",
                "photos/socket.png": "not a regular file, but a socket",
                "photos/null.png": "a symbolic link that leads out of MEDIA_ROOT",
                "photos/dangling.png": "a symbolic link to a file that is not there",
                "photos/blocked.png": "a symbolic link to a file that is not there",
                "photos/round.png": "the source cannot be read: Too many levels of symbolic links",
                "photos/wrong%FF.png": "the name is not UTF-8",
            ]
        )
        let codes = Dictionary(uniqueKeysWithValues: try result.images().map { ($0.source ?? "", $0.error?.code) })
        #expect(codes["photos/round.png"] == "unreadable-source" && codes["photos/dangling.png"] == "not-a-file")
        let verbose = try await site.run("generateimages", "-v")
        #expect(verbose.errors.contains("warning: photos/up: a symbolic link to a folder that it is in\n"))
        #expect(!result.errors.contains("photos/up"), "the user does not have to act")
    }

    // MARK: - Long names

    @Test func onlyTheImageWhoseNameWouldBeTooLongFails() async throws {
        let site = Self.site()
        let long = String(repeating: "x", count: 251) + ".png"
        site.writePhotos("a.png", long)
        let (first, second) = (try await site.generate(), try await site.generate())
        #expect(first.exitCode == 1 && second.exitCode == 1)
        let images = try first.images()
        #expect(images.map(\.status) == ["generated", "failed", "generated", "generated"])
        #expect(images[1].error?.code == "cannot-write")
        #expect(images[1].error?.message.contains("a component of 268 bytes, but file systems allow 255") == true)
        #expect(try second.images().map(\.error?.message) == [images[1].error?.message])
    }

    @Test func uploadsKeepWhatFitsOfTheirNames() async throws {
        let site = Self.site()
        site.makeFolder("media")
        let stem = String(repeating: "é", count: 125)
        site.writeBytes("\(stem).png", samplePNG(width: 20, height: 16))
        var stored: Set<String> = []
        for _ in 0..<2 {
            let result = try await site.run("process", "app:small", "\(stem).png", "--upload-to", "up")
            #expect(result.exitCode == 0, "\(result.errors)")
            let name = result.output.trimmingCharacters(in: .newlines)
            #expect(name.hasPrefix("up/éé") && name.hasSuffix(".jpg") && name.utf8.count <= 255 + 3)
            stored.insert(name)
        }
        #expect(stored.count == 2)
        let hostile = try await site.run(
            "process",
            "app:dot",
            site.path("media/../\(stem).png"),
            "--upload-to",
            "../up"
        )
        #expect(hostile.exitCode == 64 && hostile.errors.contains("it leads out of MEDIA_ROOT"))
    }

    #if os(Linux)
        /// Swift treats the two names as equal.
        @Test func watchDistinguishesSiblings() async throws {
            let site = Self.site()
            site.makeFolder("media/photos")
            let strategy = ["IMAGEKIT_DEFAULT_CACHEFILE_STRATEGY": "Optimistic"]
            let watch = try await WatchSession.start(site, ["app:small", "--settle", "0.5"], environment: strategy)
            let names = ["photos/caf\u{E9}.png", "photos/cafe\u{301}.png"]
            for name in names { site.writeBytes("media/" + name, samplePNG(width: 20, height: 16)) }
            let sources = Set(try await watch.images(2).compactMap(\.source).map { Array($0.utf8) })
            #expect(sources == Set(names.map { Array($0.utf8) }))
            let folders = ["photos/caf\u{E9}/a.png", "photos/cafe\u{301}/a.png"]
            for name in folders { site.writeBytes("media/" + name, samplePNG(width: 20, height: 16)) }
            #expect(try await watch.images(2).map(\.status) == ["generated", "generated"])
            for name in folders { site.writeBytes("media/" + name, samplePNG(width: 20, height: 16, seed: 1)) }
            #expect(try await watch.images(2).map(\.reason) == ["source-changed", "source-changed"])
            #expect(try await watch.stop().images == [])
        }
    #endif
}

extension Unicode.Scalar.Properties {
    fileprivate var isLineEnd: Bool { [.lineSeparator, .paragraphSeparator, .control].contains(generalCategory) }
}
