import Foundation
import Testing

/// Tests of the states that `imagekit` writes into the cache of a Django site. `Tests/Django` tests them with Django.
@Suite struct NotificationTests {
    private static func site(_ cache: String = #"{ "folder": "cache" }"#) -> Site {
        let site = Site(
            Registries.registry(
                settings: "\"MEDIA_ROOT\": \"media\", \"notify_django_cache\": \(cache)",
                generators:
                    #""app:small": { "source": "photos", "processors": [{ "Thumbnail": [10, 8] }], "format": "PNG" }"#
            )
        )
        for name in ["a", "b", "c"] {
            site.write("media/photos/\(name).png", samplePNG(width: 40, height: 30, seed: name.utf8.count))
        }
        site.makeFolder("cache")
        return site
    }

    private func states(_ site: Site) throws -> Set<String> {
        Set(try FileManager.default.contentsOfDirectory(atPath: site.path("cache")).filter { $0.hasSuffix(".djcache") })
    }

    @Test func aRunWritesTheStatesThatTheCacheLacks() async throws {
        let site = Self.site()
        #expect(try await site.generate().exitCode == 0)
        let states = try states(site)
        // One state for each image, and the mark.
        #expect(states.count == 4)
        #expect(try await site.generate().summary()?.generated == 0)
        #expect(try self.states(site) == states)
        // The mark is lost with the states.
        for name in states { try FileManager.default.removeItem(atPath: site.path("cache/\(name)")) }
        #expect(try await site.generate().summary()?.generated == 0)
        #expect(try self.states(site) == states)
    }

    @Test func aDryRunWritesNoState() async throws {
        let site = Self.site()
        #expect(try await site.run("generateimages", "--dry-run").exitCode == 0)
        #expect(try states(site).isEmpty)
    }

    @Test func singleImagesAreWrittenToo() async throws {
        let site = Self.site()
        let result = try await site.run("generateimage", "app:small", "photos/a.png", "--json")
        #expect(result.exitCode == 0)
        #expect(try states(site).count == 1)
        let name = try #require(try result.names().first)
        for state in try states(site) { try FileManager.default.removeItem(atPath: site.path("cache/\(state)")) }
        // Only a request by name concerns an image that exists.
        #expect(try await site.run("generateimage", "app:small", "photos/a.png").exitCode == 0)
        #expect(try states(site).isEmpty)
        #expect(try await site.run("generateimage", "--name", name).exitCode == 0)
        #expect(try states(site).count == 1)
    }

    @Test func deletedFilesLoseTheirStates() async throws {
        let site = Self.site()
        #expect(try await site.generate().exitCode == 0)
        try FileManager.default.removeItem(atPath: site.path("media/photos/a.png"))
        #expect(try await site.run("prune", "--yes").exitCode == 0)
        #expect(try states(site).count == 3)
        #expect(try await site.run("clear", "**").exitCode == 0)
        #expect(try states(site).count == 1)
    }

    @Test func aCacheThatIsDownFailsNoRun() async throws {
        let site = Self.site(#"{ "redis": "unix:///nowhere/redis.sock" }"#)
        let result = try await site.generate()
        #expect(result.exitCode == 0 && result.errors == "")
        #expect(try result.summary()?.generated == 3)
        let event = try #require(try result.events().first { $0.event == "django-cache" })
        #expect(event.status == "failed")
        #expect(
            result.output.contains(
                #""message":"the site's cache unix:///nowhere/redis.sock cannot be used: No such file or directory: the "#
                    + #"site looks for new files itself, and the next run repeats the update""#
            )
        )
        let text = try await site.run("generateimages", "--force")
        #expect(text.exitCode == 0 && text.output == "" && text.errors == "")
    }

    @Test func statesThatCouldNotBeDeletedAreDeletedLater() async throws {
        let site = Self.site()
        #expect(try await site.generate().exitCode == 0)
        let before = try states(site)
        try FileManager.default.moveItem(atPath: site.path("cache"), toPath: site.path("away"))
        try FileManager.default.removeItem(atPath: site.path("media/photos/a.png"))
        #expect(try await site.run("prune", "--yes").exitCode == 0)
        try FileManager.default.moveItem(atPath: site.path("away"), toPath: site.path("cache"))
        #expect(try states(site) == before)
        #expect(try await site.generate().exitCode == 0)
        let files = try FileManager.default.contentsOfDirectory(atPath: site.path("media/CACHE/images/.imagekit"))
        #expect(files.filter { $0.contains("changes") } == [])
        #expect(try states(site).count == 3 && states(site).isSubset(of: before))
    }
}

extension CommandResult {
    /// The names in the lines that `--json` prints.
    fileprivate func names() throws -> [String] {
        struct Line: Decodable { let name: String }
        return try outputLines.map { try JSONDecoder().decode(Line.self, from: Data($0.utf8)).name }
    }
}
