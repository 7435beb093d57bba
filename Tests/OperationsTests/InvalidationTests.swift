import Foundation
import Testing

@testable import CacheState
@testable import Files
@testable import Operations
@testable import Planning

/// Tests of `invalidate` and `clear`.
@Suite struct InvalidationTests {
    private let site = Site(Site.small + "," + Site.large, photos: ["a.png", "b.png"])

    private func run(_ kind: Invalidation.Kind, _ selection: Selection) async throws -> [String] {
        try await Invalidation(kind, of: selection, registry: site.registry()).run(RecordingReport())
    }

    @Test func invalidatedImagesStayAndAreMadeAgain() async throws {
        try await site.generate()
        let name = try site.name("small", "photos/b.png")
        #expect(try await run(.invalidate, Selection(patterns: ["small"], onlySource: "photos/b*")) == [name])
        #expect(site.cacheFiles.count == 4)
        let workers = FakeWorkers()
        let report = RecordingReport()
        #expect(try await site.generate(workers, report: report).fresh == 3)
        #expect(report.lines.contains("small photos/b.png: generated (interrupted)"))
        #expect(workers.jobs.count == 1)
    }

    /// The folder can be on a disk that is not mounted, so its images are unknown.
    @Test(arguments: [Invalidation.Kind.clear, .invalidate])
    func anUnreadFolderIsAnError(_ kind: Invalidation.Kind) async throws {
        try await site.generate()
        let text = String(decoding: try readFile(site.folder.path("specs.json")), as: UTF8.self)
        site.folder.write("specs.json", text.replacing(#""photos/*""#, with: #""photos/*", "more/*""#))
        let error = await #expect(throws: InvalidationError.self) { try await run(kind, Selection()) }
        #expect(error?.description.hasPrefix("the images of the sources in more stay") == true)
        #expect(site.cacheFiles.count == (kind == .clear ? 0 : 4))
    }

    @Test func clearedImagesAreDeleted() async throws {
        try await site.generate()
        site.folder.write("CACHE/images/photos/b/notes.txt", "mine")
        let names = try [site.name("small", "photos/a.png"), site.name("small", "photos/b.png")]
        #expect(try await run(.clear, Selection(patterns: ["small"])) == names)
        #expect(site.cacheFiles.count == 3 && names.allSatisfy { !site.exists($0) })
        #expect(try site.records() == ["made"])
        #expect(try await run(.clear, Selection()).count == 2)
        #expect(site.cacheFiles == ["photos/b/notes.txt"] && !site.exists("CACHE/images/photos/a"))
        #expect(try await site.dryRun().allSatisfy { $0.hasSuffix("would generate (missing)") })
    }

    /// If a file cannot be deleted, all other files are deleted, and the record of this file stays.
    @Test func aFileThatCannotBeDeletedIsAnError() async throws {
        try await site.generate()
        let name = try site.name("small", "photos/a.png")
        try site.remove(name)
        site.folder.write(name + "/in-a-folder", "of this name")
        await #expect(throws: FileError.self) { try await run(.clear, Selection()) }
        #expect(site.cacheFiles.map { "CACHE/images/" + $0 } == [name + "/in-a-folder"])
        #expect(try site.records() == ["made"])
        #expect(try site.records(of: "photos/b.png") == [])
    }

    @Test(arguments: ["memory", "dummy"]) func withoutAStateNothingCanBeInvalidated(_ backend: String) async throws {
        site.write(Site.small, settings: #""IMAGEKIT_CACHE_BACKEND": "\#(backend)""#)
        try await site.generate()
        await #expect(throws: InvalidationError.self) { try await run(.invalidate, Selection()) }
        #expect(try await run(.clear, Selection()).count == 2)
        #expect(site.cacheFiles.isEmpty)
    }

    @Test func aPatternWithoutAGeneratorIsAnError() async throws {
        await #expect(throws: SelectionError.self) { try await run(.clear, Selection(patterns: ["smal"])) }
        #expect(try await run(.clear, Selection()) == [])
        #expect(!site.exists("CACHE"))
    }
}
