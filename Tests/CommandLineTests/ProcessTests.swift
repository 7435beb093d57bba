import Foundation
import Testing

/// Tests of `imagekit process`, which processes uploads once and stores only the results.
@Suite struct ProcessTests {
    private static let registry = Registries.registry(
        generators: #""app:avatar": { "processors": [{ "ResizeToFill": [12, 12] }], "format": "JPEG" }"#
    )

    private static func site() -> Site {
        let site = Site(registry)
        site.makeFolder("media")
        site.write("tmp/my photo.png", samplePNG(width: 40, height: 30))
        site.write("tmp/other.png", samplePNG(width: 40, height: 30, seed: 1))
        return site
    }

    /// Returns all files below `MEDIA_ROOT`.
    private static func stored(_ site: Site) -> [String] {
        (FileManager.default.enumerator(atPath: site.path("media"))?.compactMap { $0 as? String } ?? [])
            .filter { $0.contains(".") }.sorted()
    }

    @Test func onlyTheResultIsStored() async throws {
        let site = Self.site()
        let original = site.read("tmp/my photo.png")
        let result = try await site.run("process", "app:avatar", "tmp/my photo.png", "--upload-to", "avatars/x")
        #expect(result.exitCode == 0 && result.errors == "")
        #expect(result.output == "avatars/x/my_photo.jpg\n")
        #expect(Self.stored(site) == ["avatars/x/my_photo.jpg"], "no state, no cache file, and no incomplete file")
        #expect(PictureSize(of: site.read("media/avatars/x/my_photo.jpg") ?? []) == PictureSize(12, 12))
        #expect(site.read("tmp/my photo.png") == original)
    }

    @Test func fieldsOfTheDateAreFilledIn() async throws {
        // This test checks only the form of the date. `UploadFolderTests` checks its value.
        let result = try await Self.site().run("process", "app:avatar", "tmp/other.png", "--upload-to", "a/%Y/%m/%d/")
        #expect(result.output.wholeMatch(of: /a\/20\d\d\/[01]\d\/[0-3]\d\/other\.jpg\n/) != nil)
    }

    @Test func aTakenNameIsNeverOverwritten() async throws {
        let site = Self.site()
        site.write("media/other.jpg", "mine")
        let files = Array(repeating: "tmp/other.png", count: 3)
        let result = try await site.run(["process", "app:avatar"] + files) { _ in }
        #expect(result.exitCode == 0)
        #expect(Set(result.outputLines).count == 3)
        #expect(result.outputLines.allSatisfy { $0.wholeMatch(of: /other_[A-Za-z0-9]{7}\.jpg/) != nil })
        #expect(site.text("media/other.jpg") == "mine")
        #expect(Self.stored(site).count == 4)
    }

    /// Concurrent commands never overwrite each other's files.
    @Test func concurrentUploadsGetDifferentNames() async throws {
        let site = Self.site()
        let names = try await withThrowingTaskGroup(of: [String].self) { group in
            for _ in 0..<4 {
                group.addTask {
                    try await site.run("process", "app:avatar", "tmp/other.png", "tmp/other.png").outputLines
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(Set(names).count == 8 && names.contains("other.jpg"))
        #expect(Self.stored(site) == names.sorted())
    }

    @Test func onlyFilesThatAreNotImagesAreRefused() async throws {
        let site = Self.site()
        site.write("tmp/notes.jpg", "not an image")
        site.write("tmp/cut.png", Array(samplePNG(width: 40, height: 30).prefix(300)))
        let result = try await site.run(
            "process",
            "app:avatar",
            "tmp/notes.jpg",
            "tmp/other.png",
            "tmp/cut.png",
            "tmp/none.png",
            "tmp"
        )
        #expect(result.exitCode == 1)
        #expect(result.output == "\nother.jpg\n\n\n\n")
        #expect(
            result.errorLines.map { $0.split(separator: ":")[1] } == [
                " tmp/notes.jpg", " tmp/cut.png", " tmp/none.png", " tmp",
            ]
        )
        #expect(Self.stored(site) == ["other.jpg"])
        // For a refused file, the command does not even create a folder.
        let refused = try await site.run("process", "app:avatar", "tmp/notes.jpg", "--upload-to", "new/folder")
        #expect(refused.exitCode == 1)
        #expect(!FileManager.default.fileExists(atPath: site.path("media/new")))
    }

    @Test func theExtensionIsTheFormats() async throws {
        let site = Self.site()
        site.write("tmp/a.b.JPEG", samplePNG(width: 9, height: 9))
        let names = try await site.run("process", "app:avatar", "tmp/a.b.JPEG").outputLines
        #expect(names == ["a.b.JPEG"], "an extension of the format stays as it was given")
        let png = try await site.run("process", "app:avatar", "tmp/a.b.JPEG", "--set", "format=PNG", "--url")
        #expect(png.output == "/media/a.b.png\n")
    }

    @Test func answersInOtherForms() async throws {
        let site = Self.site()
        let path = try await site.run("process", "app:avatar", "-", "--path", input: "tmp/other.png\n")
        #expect(path.output == site.path("media/other.jpg") + "\n")
        site.remove("media/other.jpg")
        let json = try await site.run("process", "app:avatar", "tmp/other.png", "tmp/none.png", "--json")
        #expect(
            json.outputLines[0].hasPrefix(
                #"{"generator":"app:avatar","source":"tmp/other.png","name":"other.jpg","url":"/media/other.jpg","path":""#
            )
        )
        #expect(json.outputLines[0].contains(#""status":"generated","width":12,"height":12,"bytes":"#))
        #expect(json.outputLines[1].contains(#""status":"failed","error":{"code":"missing-source""#))
    }

    @Test(arguments: ["/tmp", "../x", "a/../../x", "link/x", "CACHE/images", "CACHE/images/x", "CACHE/./images//y"])
    func foldersThatUploadsCannotUse(folder: String) async throws {
        let site = Self.site()
        site.makeFolder("outside")
        try FileManager.default.createSymbolicLink(
            atPath: site.path("media/link"),
            withDestinationPath: site.path("outside")
        )
        let before = site.snapshot
        let result = try await site.run("process", "app:avatar", "tmp/other.png", "--upload-to", folder)
        #expect(result.exitCode == 64)
        #expect(result.errors.hasPrefix("error: --upload-to \(folder): "))
        #expect(site.snapshot == before)
    }

    /// Results are in MEDIA_ROOT, even if cache files have a folder and a URL of their own.
    @Test func theStorageOfCacheFilesHasNoUploads() async throws {
        let settings = """
            "MEDIA_ROOT": "media", "IMAGEKIT_DEFAULT_FILE_STORAGE": { "location": "public", "base_url": "/img/" }
            """
        let site = Site(Registries.registry(settings: settings, generators: #""app:avatar": { "format": "JPEG" }"#))
        site.makeFolder("media")
        site.write("tmp/other.png", samplePNG(width: 40, height: 30))
        let path = try await site.run("process", "app:avatar", "tmp/other.png", "--path")
        #expect(path.output == site.path("media/other.jpg") + "\n")
        #expect(site.read("media/other.jpg") != nil)
        site.remove("media/other.jpg")
        #expect(try await site.run("process", "app:avatar", "tmp/other.png", "--url").output == "/media/other.jpg\n")
    }

    @Test func fieldsComeFromTheHeaderAndTheirDefaults() async throws {
        let generators = """
            "app:default": {
                "processors": [
                    { "ResizeToFill": { "width": { "field": "w", "default": 12 }, "height": 9, "anchor": "focus" } }
                ]
            },
            "app:header": { "processors": [{ "ResizeCanvas": [{ "field": "source.width" }, 50] }] },
            "app:none": { "processors": [{ "ResizeToFit": { "width": { "field": "w" } } }] }
            """
        let site = Site(Registries.registry(generators: generators))
        site.makeFolder("media")
        site.write("tmp/a.png", samplePNG(width: 40, height: 30))
        func size(_ arguments: String...) async throws -> PictureSize? {
            let stored = try await site.run(["process"] + arguments + ["tmp/a.png"]) { _ in }.outputLines
            return site.read("media/" + (stored.first ?? "")).flatMap { PictureSize(of: $0) }
        }
        #expect(try await size("app:default") == PictureSize(12, 9))
        #expect(try await size("app:default", "--set", "w=7") == PictureSize(7, 9))
        #expect(try await size("app:header") == PictureSize(40, 50))
        let before = Self.stored(site)
        let result = try await site.run("process", "app:none", "tmp/a.png", "--json")
        #expect(result.exitCode == 1 && result.output.contains(#""code":"missing-field""#), "\(result)")
        #expect(Self.stored(site) == before)
    }

    @Test func aSetAndAnEmptyPathAreRefused() async throws {
        let site = Site(
            Registries.registry(generators: #""app:set": { "widths": [20, 40], "formats": ["WEBP", "JPEG"] }"#)
        )
        site.makeFolder("media")
        site.write("tmp/a.png", samplePNG(width: 40, height: 30))
        let set = try await site.run("process", "app:set", "tmp/a.png")
        #expect(set.exitCode == 64 && set.errors.contains("such as app:set:20:webp"), "\(set)")
        let empty = try await site.run("process", "app:set:20:webp", "tmp/a.png", "")
        #expect(empty.exitCode == 64 && empty.errors.contains("the path of a file is empty"), "\(empty)")
        #expect(Self.stored(site) == [])
        #expect(try await site.run("process", "app:set:20:jpeg", "tmp/a.png").output == "a.jpg\n")
    }

    /// The command looks for uploads in the current folder, not in MEDIA_ROOT.
    @Test func aMissingUploadIsReportedWithItsFolder() async throws {
        let site = Self.site()
        let result = try await site.run("process", "app:avatar", "tmp/othr.png")
        #expect(
            result.errors == "error: tmp/othr.png: there is no such file in \(site.path)"
                + " — did you mean \"tmp/other.png\"?\n"
        )
    }

    @Test func mistakesAreNamed() async throws {
        let site = Self.site()
        let unknown = try await site.run("process", "app:avatr", "tmp/other.png")
        #expect(unknown.exitCode == 64 && unknown.errors.contains("did you mean \"app:avatar\"?"))
        site.write("media/file.txt", "x")
        let blocked = try await site.run("process", "app:avatar", "tmp/other.png", "--upload-to", "file.txt/x")
        #expect(blocked.exitCode == 1 && blocked.errors.contains("media/file.txt"))
        site.write("tmp/!!!.png", samplePNG(width: 9, height: 9))
        #expect(try await site.run("process", "app:avatar", "tmp/!!!.png").outputLines == [".jpg"])
        site.write("tmp/!!!", samplePNG(width: 9, height: 9))
        let unnamed = try await site.run("process", "app:avatar", "tmp/!!!", "--set", "format=GIF")
        #expect(unnamed.outputLines == [".gif"])
        site.remove("media")
        let nowhere = try await site.run("process", "app:avatar", "tmp/other.png")
        #expect(nowhere.exitCode == 65 && nowhere.errors.contains("cannot read MEDIA_ROOT \(site.path("media"))"))
    }
}
