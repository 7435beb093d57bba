import Foundation
import Testing

/// Tests of cache files outside `MEDIA_ROOT` (`IMAGEKIT_DEFAULT_FILE_STORAGE`).
@Suite struct StorageTests {
    private static let storage = #""IMAGEKIT_DEFAULT_FILE_STORAGE": {"location": "../public/img", "base_url": "/img"}"#

    /// A site whose registry is in the folder `site`.
    private func site(_ settings: String = storage) -> Site {
        let site = Site(nil)
        site.write("site/specs.json", registry(settings))
        site.write("site/media/photos/a b.png", samplePNG(width: 40, height: 30))
        return site
    }

    private func registry(_ settings: String) -> String {
        #"""
        { "settings": { "MEDIA_ROOT": "media", "MEDIA_URL": "/media/"\#(settings.isEmpty ? "" : ", " + settings) },
          "source_groups": { "photos": { "glob": "**/*.{png,jpg}" } },
          "generators": { "g": { "source": "photos", "format": "JPEG" } } }
        """#
    }

    /// The names of all files below a folder.
    private func files(_ site: Site, _ folder: String) -> [String] {
        let names = FileManager.default.enumerator(atPath: site.path(folder))?.compactMap { $0 as? String } ?? []
        return names.filter { name in
            var isFolder: ObjCBool = false
            return FileManager.default.fileExists(atPath: site.path(folder + "/" + name), isDirectory: &isFolder)
                && !isFolder.boolValue
        }.sorted()
    }

    private func run(_ site: Site, _ arguments: String...) async throws -> CommandResult {
        try await site.run(arguments, in: "site") { _ in }
    }

    @Test func onlyImagesArePublished() async throws {
        let plain = self.site("")
        #expect(try await run(plain, "generateimages").exitCode == 0)
        let names = files(plain, "site/media/CACHE").filter { !$0.contains(".imagekit") }.map { "CACHE/" + $0 }
        #expect(names.count == 1)

        let site = self.site()
        #expect(try await run(site, "generateimages", "--manifest", "m.json").exitCode == 0)
        #expect(files(site, "public/img") == names)
        #expect(!FileManager.default.fileExists(atPath: site.path("public/img/CACHE/images/.imagekit")))
        #expect(files(site, "site/media") == ["photos/a b.png"])
        #expect(files(site, "site/.imagekit").contains("state.sqlite3"))
        let url = "/img/" + names[0].replacingOccurrences(of: " ", with: "%20")
        #expect(site.text("site/m.json")?.contains("\"url\":\"\(url)\"") == true)
        #expect(try await run(site, "generateimage", "g", "photos/a b.png", "--url").output == url + "\n")
        let path = site.path("public/img/" + names[0])
        #expect(try await run(site, "generateimage", "g", "photos/a b.png", "--path").output == path + "\n")
        let again = try await run(site, "generateimages", "-v")
        #expect(again.errors.contains("0 generated, 1 fresh") || again.output.contains("fresh"), "\(again)")
    }

    @Test func housekeepingFollows() async throws {
        let site = self.site()
        _ = try await run(site, "generateimages")
        #expect(try await run(site, "status").output.contains("g: 1 fresh"))
        _ = try await run(site, "thumbnail", "10x10", "photos/a b.png")
        site.write("site/media/photos/b.png", samplePNG(width: 20, height: 20, seed: 1))
        _ = try await run(site, "generateimages")
        #expect(files(site, "public/img").count == 3)
        site.remove("site/media/photos/b.png")
        #expect(try await run(site, "prune", "--yes").exitCode == 0)
        #expect(files(site, "public/img").count == 2)
        #expect(try await run(site, "clear", "**").exitCode == 0)
        #expect(files(site, "public/img").count == 1)
        #expect(files(site, "site/media") == ["photos/a b.png"])
        #expect(try await run(site, "generateimages").exitCode == 0)
        #expect(files(site, "public/img").count == 2)
    }

    @Test func theStateHasAFolderOfItsOwn() async throws {
        let site = self.site(#""IMAGEKIT_STATE_DIR": "../var/state""#)
        #expect(try await run(site, "generateimages").exitCode == 0)
        #expect(files(site, "var/state").contains("state.sqlite3"))
        let images = files(site, "site/media/CACHE")
        #expect(images.count == 1 && images[0].hasSuffix(".jpg"))
        #expect(try await run(site, "generateimages", "--check").exitCode == 0)
        let variables = ["IMAGEKIT_STATE_DIR": site.path("elsewhere")]
        let other = try await site.run(["generateimages"], environment: variables, in: "site") { _ in }
        #expect(other.exitCode == 0 && files(site, "elsewhere").contains("state.sqlite3"))
    }

    /// A build can delete its output. The state is in another folder, so it still has the records of the images.
    @Test(arguments: [
        (storage, "public"), (#""IMAGEKIT_STATE_DIR": "../var/state""#, "site/media/CACHE"),
    ])
    func aDeletedCacheFolderIsMadeAgain(settings: String, folder: String) async throws {
        let site = self.site(settings)
        #expect(try await run(site, "generateimages").exitCode == 0)
        let names = files(site, folder)
        site.remove(folder)
        let again = try await run(site, "generateimages")
        #expect(again.exitCode == 0, "\(again.errors)")
        #expect(names.count == 1 && files(site, folder) == names)
    }

    @Test func theEnvironmentHasTheStorageAsJSON() async throws {
        let site = self.site("")
        let variables = ["IMAGEKIT_DEFAULT_FILE_STORAGE": #"{"location": "out", "base_url": "https://example.com/"}"#]
        let result = try await site.run(
            ["generateimage", "g", "photos/a b.png", "--url"],
            environment: variables,
            in: "site"
        ) { _ in }
        #expect(result.output.hasPrefix("https://example.com/CACHE/images/photos/a%20b/"))
        #expect(files(site, "site/out").count == 1)
    }

    /// The cache files are never sources, although the glob matches them.
    @Test func aLocationInMediaRootContainsNoSources() async throws {
        let site = self.site(#""IMAGEKIT_DEFAULT_FILE_STORAGE": {"location": "media/out"}"#)
        _ = try await run(site, "generateimages")
        let again = try await run(site, "generateimages", "--check")
        #expect(again.exitCode == 0, "\(again.output)")
        #expect(files(site, "site/media").count == 2)
    }

    @Test(arguments: [
        (#"{"location": ".."}"#, "contains the state"), (#"{"location": "."}"#, "contains the state"),
        (#"{"location": 3}"#, "location: 3 is not text"), (#"{"location": ""}"#, "location: the text is empty"),
        (#"{"path": "x"}"#, "path: unknown key"),
        ("4", "4 is not an object with location and base_url"),
    ])
    func aMistakeIsReported(storage: String, message: String) async throws {
        let site = self.site(#""IMAGEKIT_DEFAULT_FILE_STORAGE": \#(storage)"#)
        let result = try await run(site, "generateimages")
        #expect(result.exitCode == 65 && result.errors.contains(message), "\(result.errors)")
    }

    @Test(arguments: ["..", "media"])
    func publishedOriginalsAreMentioned(location: String) async throws {
        let site = self.site(
            #""IMAGEKIT_DEFAULT_FILE_STORAGE": {"location": "\#(location)"}, "IMAGEKIT_STATE_DIR": "/tmp/nowhere-state""#
        )
        let result = try await run(site, "validate")
        #expect(result.exitCode == 0 && result.errors.contains("the originals are published"), "\(result)")
    }

    @Test func theNameOfADjangoClassHasNoEffect() async throws {
        let site = self.site(#""IMAGEKIT_DEFAULT_FILE_STORAGE": "django.core.files.storage.FileSystemStorage""#)
        #expect(try await run(site, "generateimages").exitCode == 0)
        #expect(files(site, "site/media/CACHE").contains { $0.hasSuffix("state.sqlite3") })
    }
}
