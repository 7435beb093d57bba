import Testing

@testable import Operations
@testable import Registry

/// If only the names of images change, their files are renamed and not made again.
@Suite struct RenamingTests {
    private let site = Site(photos: ["a.png", "b.png"])

    private func changeNamer() {
        site.write(Site.small, settings: #""IMAGEKIT_SPEC_CACHEFILE_NAMER": "source_name_dot_hash""#)
    }

    @Test func filesAreRenamedWithoutAWorker() async throws {
        try await site.generate()
        changeNamer()
        let (workers, report) = (FakeWorkers(), RecordingReport())
        #expect(try await site.generate(workers, report: report).generated == 2)
        #expect(workers.jobs.isEmpty)
        #expect(report.lines == ["small photos/a.png: generated (renamed)", "small photos/b.png: generated (renamed)"])
        #expect(
            try site.cacheFiles.map { "CACHE/images/" + $0 }
                == [site.name("small", "photos/a.png"), site.name("small", "photos/b.png")]
        )
        #expect(!site.exists("CACHE/images/photos/a"))
        #expect(try site.records() == ["made"])
        #expect(try await site.generate(workers).fresh == 2)
    }

    @Test func aDryRunRenamesNothing() async throws {
        try await site.generate()
        let before = site.cacheFiles
        changeNamer()
        #expect(try await site.dryRun().allSatisfy { $0.hasSuffix("would generate (renamed)") })
        #expect(site.cacheFiles == before)
    }

    @Test func aDamagedFileIsMadeAgain() async throws {
        try await site.generate()
        site.folder.write(try site.name("small", "photos/b.png"), "of another size")
        changeNamer()
        let (workers, report) = (FakeWorkers(), RecordingReport())
        try await site.generate(workers, report: report)
        #expect(report.lines == ["small photos/a.png: generated (renamed)", "small photos/b.png: generated (missing)"])
        #expect(workers.sources == ["photos/b.png"])
    }

    /// A page can contain the URL of such a file.
    @Test func aFileOfASingleFileCommandKeepsItsName() async throws {
        let call = try await site.answers(
            ["photos/a.png"],
            of: "imagekit:thumbnail",
            arguments: ["width=7", "height=7"]
        )
        try #require(call.count == 1 && site.exists(call[0]))
        let steps = #""processors": [{ "Thumbnail": { "width": 7, "height": 7 } }], "cachefile_namer": "hash""#
        site.write(#""other": { "source": "photos", \#(steps) }"#)
        let report = RecordingReport()
        try await site.generate(report: report)
        #expect(report.lines.contains("other photos/a.png: generated (missing)"), "\(report.lines)")
        #expect(try site.exists(call[0]) && site.exists(site.name("other")))
    }

    @Test func anImageOfAnOlderSourceIsMadeAgain() async throws {
        try await site.generate()
        site.folder.write("photos/b.png", "another content")
        changeNamer()
        let workers = FakeWorkers()
        #expect(try await site.generate(workers).generated == 2)
        #expect(workers.sources == ["photos/b.png"])
    }
}
