import ImageHeaders
import Testing
import TestSupport

@testable import CacheState
@testable import Operations
@testable import Registry

/// A run records the headers of its sources, so that the next run does not read them.
@Suite struct RecordedHeaderTests {
    private let site = Site(
        #""s": { "source": "photos", "widths": [400, 2000], "format": "GIF" }"#,
        // Use the photos of the repository, because the headers of new files are not recorded (`FileStamp.isRacy`).
        settings: """
            "MEDIA_ROOT": "\(Repository.path("media"))",
            "IMAGEKIT_DEFAULT_FILE_STORAGE": { "location": "out", "base_url": "/out/" }
            """
    )

    private func header(of source: String) throws -> SourceHeader? {
        let settings = try site.registry().settings
        let state = try #require(try settings.cacheBackend.openForReading(CacheTree(settings: settings)))
        defer { state.close() }
        return try state.read(StatePart(source: source)) { try $0.source(source).source?.header }
    }

    @Test func aRunRecordsHeaders() async throws {
        #expect(try await site.generate().generated > 0)
        #expect(try header(of: "photos/aurora.jpg") == SourceHeader(storedSize: (1600, 1067), orientation: 1))
        #expect(try header(of: "photos/balloon.jpg") == SourceHeader(storedSize: (1400, 1000), orientation: 6))
    }

    /// The state of an earlier version has no headers.
    @Test func aRunThatMakesNothingRecordsMissingHeaders() async throws {
        try await site.generate()
        let state = try StateStore.openForWriting(CacheTree(settings: try site.registry().settings).statePath)
        try state.change { try $0.execute(sql: "UPDATE source SET width = NULL") }
        state.close()
        #expect(try header(of: "photos/aurora.jpg") == nil)
        let workers = FakeWorkers()
        #expect(try await site.generate(workers).generated == 0)
        #expect(workers.jobs.isEmpty)
        #expect(try header(of: "photos/aurora.jpg") == SourceHeader(storedSize: (1600, 1067), orientation: 1))
    }
}
