import Foundation
import Testing

/// Tests of two names that are equal in Swift, because one is composed and the other is decomposed. The file system
/// stores two files.
@Suite struct SiblingNameTests {
    /// The hashes of these names start with the same digit, so Swift also treats the names of the cache files as equal.
    private static let sources = ["photos/caf\u{E9}9.png", "photos/cafe\u{301}9.png"]

    private static func site() -> Site {
        let site = Site(
            Registries.registry(
                settings: #""MEDIA_ROOT": "media", "IMAGEKIT_SPEC_CACHEFILE_NAMER": "{stem}-{hash:1}.{ext}""#,
                generators:
                    #""app:small": { "source": "photos", "processors": [{ "Thumbnail": [8, 8] }], "format": "PNG" }"#
            )
        )
        for (seed, name) in sources.enumerated() {
            site.writeBytes("media/" + name, samplePNG(width: 20, height: 16, seed: seed))
        }
        site.write("media/photos/a.png", samplePNG(width: 20, height: 16, seed: 9))
        return site
    }

    /// Returns the names in the cache folder as bytes.
    private static func cacheFiles(_ site: Site) -> Set<[UInt8]> {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: site.path("media/CACHE/images"))) ?? []
        return Set(names.filter { !$0.hasPrefix(".") }.map { Array($0.utf8) })
    }

    private static let names = ["caf\u{E9}9-5.png", "cafe\u{301}9-5.png"].map { Array($0.utf8) }
    private static let siblings = Set(names)

    @Test func allAreMadeAndFreshInTheNextRun() async throws {
        let site = Self.site()
        #expect(try await site.generate().summary()?.generated == 3)
        #expect(Self.cacheFiles(site).isSuperset(of: Self.siblings))
        #expect(try await site.generate().summary()?.fresh == 3)
    }

    @Test func pagesShowBoth() async throws {
        let site = Self.site()
        site.write("public/a.html", Self.sources.map { "<img src='/\($0)'>\n" }.joined())
        #expect(try await site.run("html", "public", "-g", "app:small").exitCode == 0)
        site.write("t/a.html", Self.sources.map { "{% generateimage 'app:small' source='\($0)' %}\n" }.joined())
        let render = try await site.run("render", "t/a.html")
        #expect(render.exitCode == 0, "\(render.errors)")
        for page in [site.text("public/a.html") ?? "", render.output] {
            #expect(page.utf8.firstRange(of: Array("/caf%C3%A99-5.png".utf8)) != nil, "\(page)")
            #expect(page.utf8.firstRange(of: Array("/cafe%CC%819-5.png".utf8)) != nil, "\(page)")
        }
        let scan = try await site.run("render", "t/a.html", "--scan", "--scan-format", "registry")
        for source in Self.sources {
            #expect(scan.output.utf8.firstRange(of: Array(source.utf8)) != nil, "\(scan)")
        }
    }

    @Test func pruneDeletesOnlyTheOrphanOfTheTwo() async throws {
        let site = Self.site()
        #expect(try await site.generate().exitCode == 0)
        for kept in [1, 0] {
            unlink(site.path("media/" + Self.sources[1 - kept]))
            #expect(try await site.run("prune").exitCode == 0)
            let left = Self.cacheFiles(site)
            #expect(left.contains(Self.names[kept]) && !left.contains(Self.names[1 - kept]))
            site.writeBytes("media/" + Self.sources[1 - kept], samplePNG(width: 20, height: 16, seed: 1 - kept))
            #expect(try await site.generate().summary()?.generated == 1)
        }
    }

    @Test func bothAreInvalidatedAndCleared() async throws {
        let site = Self.site()
        #expect(try await site.generate().exitCode == 0)
        #expect(try await site.run("invalidate", "app", "--only-source", "photos/caf*").exitCode == 0)
        #expect(try await site.generate().images().map(\.reason) == ["interrupted", "interrupted"])
        #expect(try await site.run("clear", "app", "--only-source", "photos/caf*").exitCode == 0)
        #expect(Self.cacheFiles(site).isDisjoint(with: Self.siblings))
        #expect(try await site.generate().summary()?.generated == 2)
    }

    /// One call requests both images with an argument that no generator has. Without a record of this call, `prune`
    /// would delete the images.
    @Test func bothAreAnswered() async throws {
        let site = Self.site()
        let call = ["generateimage", "app:small", "--set", "width=31", "--path", "--source"]
        let result = try await site.run(call + [Self.sources[0], "--source", Self.sources[1]]) { _ in }
        #expect(result.exitCode == 0 && result.outputLines.count == 2, "\(result.errors)")
        let made = Self.cacheFiles(site)
        #expect(made.count == 2)
        let answers = result.outputLines.compactMap { $0.utf8.split(separator: UInt8(ascii: "/")).last.map(Array.init) }
        #expect(Set(answers) == made)
        // The state has a record of the call for each of the two images. So `prune` keeps both images.
        #expect(try await site.run("prune", "--yes").outputLines == [])
        #expect(Self.cacheFiles(site) == made)
    }
}
