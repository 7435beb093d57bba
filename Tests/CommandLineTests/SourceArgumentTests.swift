import Testing

/// The source of a single-file command can be a source name or the path of the file, as a shell completes it.
@Suite struct SourceArgumentTests {
    static func site() -> Site {
        let site = Site(neighbour: Site(nil))
        site.writePhotos("a.png")
        return site
    }

    @Test(arguments: [
        ("photos/a.png", ""), ("media/photos/a.png", ""), ("./media/photos/../photos/a.png", ""),
        ("a.png", "media/photos"), ("./photos/a.png", "media"),
        ("../photos/a.png", "media/photos"), ("../media/photos/a.png", "media"),
    ])
    func aPathOfTheShellNamesTheSource(argument: String, folder: String) async throws {
        let site = Self.site()
        let result = try await site.run("generateimage", "app:small", argument, "--json", in: folder)
        #expect(result.exitCode == 0 && result.errors == "")
        #expect(result.output.contains(#""source":"photos/a.png""#))
    }

    @Test func anAbsolutePathNamesTheSource() async throws {
        let site = Self.site()
        let result = try await site.run("thumbnail", "10x", site.path("media/photos/a.png"), "--json")
        #expect(result.output.contains(#""source":"photos/a.png""#))
    }

    @Test func aMissingFileIsReportedWithItsFolderAndTheNearestName() async throws {
        let site = Self.site()
        site.writePhotos("bulldog.png")
        let result = try await site.run("generateimage", "app:small", "photos/buldog.png")
        #expect(result.exitCode == 1)
        #expect(
            result.errors == "error: photos/buldog.png: there is no such file in \(site.path("media"))"
                + " — did you mean \"photos/bulldog.png\"?\n"
        )
    }

    @Test func anAbsolutePathBelowTheRootIsLookedForThere() async throws {
        let site = Self.site()
        let result = try await site.run("generateimage", "app:small", site.path("media/photos/b.png"))
        #expect(
            result.errors == "error: photos/b.png: there is no such file in \(site.path("media"))"
                + " — did you mean \"photos/a.png\"?\n"
        )
    }

    @Test func aFileOutsideOfTheRootIsRefused() async throws {
        let site = Self.site()
        site.neighbour?.write("secret.png", samplePNG(width: 8, height: 8, seed: 1))
        let secret = try #require(site.neighbour).path("secret.png")
        let result = try await site.run("generateimage", "app:small", secret)
        #expect(result.exitCode == 1 && result.output == "\n")
        let reason = "the name is an absolute path that is not below MEDIA_ROOT, \(site.path("media"))"
        #expect(result.errors == "error: \(secret): \(reason)\n")
        #expect(site.cacheFiles.isEmpty)
    }
}
