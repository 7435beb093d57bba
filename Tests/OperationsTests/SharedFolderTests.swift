import Testing
import TestSupport

@testable import CacheState
@testable import Operations
@testable import Registry

/// Tests of `prune` in a cache folder that a Django site also uses.
@Suite struct SharedFolderTests {
    private static let hash = "0123456789abcdef0123456789abcdef"
    /// A file of the Django site, whose `{% thumbnail %}` tag makes names of the same shape as imagekit.
    private static let ofSite = "CACHE/images/photos/a/\(hash).gif"

    private func site(_ settings: String = #""shared_with_django": true"#) -> Site {
        let site = Site(settings: settings, photos: ["a.png", "b.png", "c.png", "d.png"])
        site.folder.write(Self.ofSite, "of the site")
        return site
    }

    private func prune(_ site: Site, _ change: (inout Prune) -> Void = { _ in }) async throws -> [String] {
        var prune = Prune(try site.registry())
        change(&prune)
        return try await prune.run(RecordingReport()).map(\.name)
    }

    @Test func onlyProvenFilesAreDeleted() async throws {
        let site = site()
        try await site.generate()
        let orphan = try site.name("small", "photos/d.png")
        try site.remove("photos/d.png")
        #expect(try await prune(site) == [orphan])
        #expect(site.exists(Self.ofSite))
        #expect(try await prune(site) { $0.includesUnproven = true } == [Self.ofSite])
    }

    @Test func withoutASiteTheShapeOfTheNameIsEnough() async throws {
        let site = site("")
        try await site.generate()
        #expect(try await prune(site) == [Self.ofSite])
    }

    /// If imagekit found a file and did not make it, the Django site could have made the file.
    @Test func foundFilesAndOtherFilesUnderTheNameAreNotProven() async throws {
        let site = site()
        let (found, replaced) = (try site.name("small", "photos/c.png"), try site.name("small", "photos/d.png"))
        site.folder.write(found, FakeWorkers.image)
        try await site.generate()
        #expect(try site.records(of: "photos/c.png") == ["made"])
        site.folder.write(replaced, FakeWorkers.image + "of the site")
        for name in ["c.png", "d.png"] { try site.remove("photos/" + name) }
        #expect(try await prune(site) == [])
        #expect(site.exists(found) && site.exists(replaced))
    }

    @Test func aLostStateProvesNothing() async throws {
        let site = site()
        try await site.generate()
        try site.remove("photos/d.png")
        try site.remove("CACHE/images/.imagekit")
        #expect(try await prune(site) == [])
    }

    @Test(arguments: [
        ("shop.Book.cover", "", true), ("shop.Book.cover", #""shared_with_django": false"#, false),
        ("covers", "", false),
        ("covers", #""shared_with_django": true"#, true), ("a.b", "", false), ("1.2.3", "", false), ("a..b", "", false),
    ])
    func importedGroupsMeanASharedFolder(_ group: String, _ settings: String, _ isShared: Bool) async throws {
        let folder = TemporaryFolder()
        folder.write(
            "specs.json",
            #"{"settings":{\#(settings)},"source_groups":{"\#(group)":{"sqlite":"db.sqlite3","query":"SELECT 1 AS source"}}}"#
        )
        let registry = try Registry.load(path: folder.path("specs.json"), environment: [:], ask: NoWorker.ask)
        #expect(registry.isSharedWithDjango == isShared)
    }
}
