import Testing
import TestSupport
import WorkerProtocol

@testable import Operations
@testable import Registry

/// Tests the files that the workers of a run can access.
@Suite struct WorkerAccessTests {
    private func confinement(_ site: Site) async throws -> Confinement {
        let workers = FakeWorkers()
        try await site.generate(workers)
        return try #require(workers.confinements.first)
    }

    @Test func theyWriteOnlyToTheCacheFolder() async throws {
        let site = Site(settings: #""max_memory": "512 MiB""#)
        let access = try await confinement(site)
        #expect(access.writable == [site.folder.path("CACHE/images")])
        #expect(access.readable == [site.folder.path])
        #expect(access.sandbox == .auto && access.memory == 512 << 20 && !access.runsPrograms)
    }

    @Test(arguments: Confinement.Sandbox.allCases)
    func theSettingDecidesAboutTheSandbox(_ sandbox: Confinement.Sandbox) async throws {
        let site = Site(settings: #""sandbox": "\#(sandbox.rawValue)""#)
        #expect(try await confinement(site).sandbox == sandbox)
    }

    @Test func theyReadOverlays() async throws {
        let elsewhere = TemporaryFolder()
        elsewhere.write("logo.png", FakeWorkers.image)
        let overlay = #"{ "ImageOverlay": { "overlay_img": "\#(elsewhere.path("logo.png"))", "position": [0, 0] } }"#
        let site = Site(#""small": { "source": "photos", "format": "GIF", "processors": [\#(overlay)] }"#)
        #expect(try await confinement(site).readable == [site.folder.path, elsewhere.path("logo.png")].sorted())
    }

    @Test func theyReadWhereLinksLead() async throws {
        let elsewhere = TemporaryFolder()
        elsewhere.write("x.png", "a photo")
        let site = Site()
        site.folder.link("photos/linked.png", to: elsewhere.path("x.png"))
        site.folder.write(
            "specs.json",
            """
            {
                "source_groups": { "photos": { "glob": ["photos/*"], "follow_outside": true } },
                "generators": { \(Site.small) }
            }
            """
        )
        #expect(try await confinement(site).readable == [site.folder.path, elsewhere.path("x.png")].sorted())
    }

    @Test func programsAreAnnounced() async throws {
        let site = Site(
            #""small": { "source": "photos", "format": "GIF", "processors": [{ "exec": ["cat"] }] }"#,
            settings: #""allow_exec": true"#
        )
        #expect(try await confinement(site).runsPrograms)
    }
}
