import Files
import ImageHeaders
import ImageSpecs
import Testing
import TestSupport

@testable import CacheState
@testable import Planning
@testable import Registry
@testable import SourceGroups

/// A plan reads the header of a source only if the state has no header of the source's content. In most of these tests,
/// the header in the state differs from the header of the file. So the members of the set show which header a plan
/// uses.
@Suite struct RecordedHeaderTests {
    /// A file of the repository with 1600×1067 pixels. A file that a test creates would be racy (`FileStamp.isRacy`), so
    /// its header would not be recorded.
    private static let source = "photos/aurora.jpg"

    private let folder = TemporaryFolder()
    private let registry: Registry
    private let store: StateStore
    private let stamp: FileStamp
    private let digest: ContentDigest

    init() throws {
        folder.write(
            "specs.json",
            """
            {
                "settings": {
                    "MEDIA_ROOT": "\(Repository.path("media"))",
                    "IMAGEKIT_DEFAULT_FILE_STORAGE": { "location": "out", "base_url": "/out/" }
                },
                "source_groups": { "photos": { "files": ["\(Self.source)"] } },
                "generators": { "s": { "source": "photos", "widths": [400, 800, 2000], "format": "WEBP" } }
            }
            """
        )
        registry = try Registry.load(path: folder.path("specs.json"), environment: [:], ask: NoWorker.ask)
        store = try StateStore.openForWriting(folder.path("state.sqlite3"))
        (digest, stamp) = try ContentDigest.read(Repository.path("media/" + Self.source))
    }

    private func header(_ width: Int, _ height: Int) -> SourceHeader? {
        SourceHeader(storedSize: (width, height), orientation: 1)
    }

    private func record(_ source: SourceRecord) throws { try store.write([.source(Self.source, source)]) }

    private func plan() throws -> PlannedSource {
        let selected = try SelectedPart(Selection(), of: registry)
        let catalog = try SourceCatalog(of: registry, streaming: registry.groups(of: selected.generators))
        let planner = Planner(SpecResolver(registry, catalog), selected, VerificationPolicy())
        var planned: [PlannedSource] = []
        try store.read(StatePart()) { reader in
            try planner.forEachSource(beside: reader, notify: { _ in }) { planned.append($0) }
        }
        return try #require(planned.first)
    }

    private func members() throws -> [String] { try plan().images.map { $0.id(in: registry) } }

    @Test func theRecordedHeaderIsUsed() throws {
        try record(SourceRecord(stamp: stamp, digest: digest, header: header(500, 300)))
        #expect(try members() == ["s:400", "s:500"])
    }

    @Test func theRecordedHeaderOfTheSameContentIsUsed() throws {
        var older = stamp
        older.modified -= 1_000_000_000
        try record(SourceRecord(stamp: older, digest: digest, header: header(500, 300)))
        #expect(try members() == ["s:400", "s:500"])
    }

    @Test func aReplacedSourceIsReadAgain() throws {
        var older = stamp
        older.modified -= 1_000_000_000
        try record(SourceRecord(stamp: older, digest: .repeating(1), header: header(500, 300)))
        #expect(try members() == ["s:400", "s:800", "s:1600"])
    }

    /// A state can come from another person. So a run ignores values that no header can have, and reads the header.
    @Test(arguments: [
        "width = 0", "height = -1", "width = NULL", "width = 'wide'", "height = 4294967296", "orientation = 0",
        "orientation = 9",
    ])
    func anImpossibleHeaderIsNotUsed(_ change: String) throws {
        try record(SourceRecord(stamp: stamp, digest: digest, header: header(500, 300)))
        try store.change { try $0.execute(sql: "UPDATE source SET \(change)") }
        #expect(try members() == ["s:400", "s:800", "s:1600"])
    }

    @Test func aHeaderIsRecordedOnce() throws {
        try record(SourceRecord(stamp: stamp, digest: digest))
        let planned = try plan()
        guard case .source(Self.source, let found)? = planned.changes.first, planned.changes.count == 1 else {
            Issue.record("\(planned.changes)")
            return
        }
        #expect(found == SourceRecord(stamp: stamp, digest: digest, header: header(1600, 1067)))
        #expect(planned.record?.header == header(1600, 1067))
        try store.write(planned.changes)
        #expect(try plan().changes.isEmpty)
    }
}
