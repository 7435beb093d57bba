import ImageSpecs
import Testing
import TestSupport
import WorkerProtocol

@testable import CacheState
@testable import Files
@testable import Planning
@testable import Registry
@testable import SourceGroups

/// A record, a cache file, and an option, with the resulting verdict.
struct VerdictCase: CustomTestStringConvertible, Sendable {
    /// The record of the cache file.
    enum Known: String { case nothing, made, madeOfOther, madeInOtherSize, pending, failed, failedOnOther }
    /// The content of the cache file in the cache folder.
    enum File: String { case none, image, junk }

    let known: Known
    let file: File
    let force: Bool
    let verdict: String

    init(_ known: Known, _ file: File, force: Bool = false, _ verdict: String) {
        (self.known, self.file, self.force, self.verdict) = (known, file, force, verdict)
    }

    var testDescription: String {
        "state: \(known.rawValue), file: \(file.rawValue)\(force ? ", --force" : "") → \(verdict)"
    }

    static let all: [VerdictCase] = [
        VerdictCase(.nothing, .none, "missing"),
        VerdictCase(.nothing, .image, "fresh"),
        VerdictCase(.nothing, .junk, "damaged"),
        VerdictCase(.made, .none, "missing"),
        VerdictCase(.made, .image, "fresh"),
        VerdictCase(.madeInOtherSize, .image, "damaged"),
        VerdictCase(.madeOfOther, .none, "missing"),
        VerdictCase(.madeOfOther, .image, "source-changed"),
        VerdictCase(.pending, .none, "missing"),
        VerdictCase(.pending, .image, "interrupted"),
        VerdictCase(.failed, .none, "failed"),
        VerdictCase(.failed, .image, "failed"),
        VerdictCase(.failedOnOther, .none, "missing"),
        VerdictCase(.failedOnOther, .image, "source-changed"),
        VerdictCase(.nothing, .none, force: true, "forced"),
        VerdictCase(.made, .image, force: true, "forced"),
        VerdictCase(.failed, .none, force: true, "forced"),
    ]
}

@Suite struct PlannerTests {
    let folder = TemporaryFolder()

    /// A GIF header with 259×258 pixels. imagekit reads only the header of a file that it adopts.
    static let image = "GIF89a\u{03}\u{1}\u{02}\u{1}\u{1}\u{1}\u{1}"

    func registry() throws -> Registry {
        folder.write(
            "specs.json",
            """
            {
                "source_groups": { "photos": { "glob": ["photos/*"] } },
                "generators": { "g": { "source": "photos", "format": "GIF" } }
            }
            """
        )
        return try Registry.load(path: folder.path("specs.json"), environment: [:], ask: NoWorker.ask)
    }

    func plan(_ registry: Registry, force: Bool = false, _ store: StateStore? = nil) throws -> [PlannedSource] {
        let selected = try SelectedPart(Selection(), of: registry)
        let catalog = try SourceCatalog(of: registry, streaming: registry.groups(of: selected.generators))
        var planned: [PlannedSource] = []
        func plan(_ reader: (any StateReading)?) throws {
            let planner = Planner(SpecResolver(registry, catalog), selected, VerificationPolicy(force: force))
            try planner.forEachSource(beside: reader, notify: { _ in }) { planned.append($0) }
        }
        if let store { try store.read(StatePart(), plan) } else { try plan(nil) }
        return planned
    }

    /// Returns the name of the only cache file, and the identity of its naming.
    func names(in registry: Registry) throws -> (name: String, naming: Int) {
        let naming = try #require(registry.namings.first)
        return (naming.name(for: .source("photos/a.jpg"), content: nil), naming.identity)
    }

    @Test(arguments: VerdictCase.all) func verdict(_ item: VerdictCase) throws {
        let registry = try registry()
        folder.write("photos/a.jpg", "the source")
        let (name, naming) = try names(in: registry)
        switch item.file {
        case .none: break
        case .image: folder.write(name, Self.image)
        case .junk: folder.write(name, "junk")
        }
        let size = FileStamp(path: folder.path(name))?.size ?? 10
        let (digest, stamp) = try ContentDigest.read(folder.path("photos/a.jpg"))
        let other = ContentDigest.repeating(1)
        let failure = Outcome.Failure(code: .corruptSource, message: "cut off")
        let (own, state): (ContentDigest?, CacheRecord.State) =
            switch item.known {
            case .nothing, .made: (digest, .made(bytes: size, image: nil))
            case .madeOfOther: (other, .made(bytes: size, image: nil))
            case .madeInOtherSize: (digest, .made(bytes: size + 1, image: nil))
            case .pending: (nil, .pending)
            case .failed: (digest, .failed(failure, limits: nil))
            case .failedOnOther: (other, .failed(failure, limits: nil))
            }
        let store = try StateStore.openForWriting(folder.path("state.sqlite3"))
        defer { store.close() }
        if item.known != .nothing {
            let source = SourceRecord(stamp: stamp, digest: digest)
            let record = CacheRecord(name: name, naming: naming, digest: own, state: state)
            try store.write([.source("photos/a.jpg", source), .cacheFile(source: "photos/a.jpg", record)])
        }
        let planned = try plan(registry, force: item.force, store)
        #expect(planned.map(\.origin.sourceName) == ["photos/a.jpg"])
        #expect(planned.first?.images.map { $0.verdict.word } == [item.verdict])
    }

    #if os(Linux)
        /// Swift considers the composed and the decomposed letter equal, but they name two files.
        @Test func overlaysWithTheSameLettersHaveDifferentDigests() throws {
            folder.write(
                "specs.json",
                #"""
                {
                    "source_groups": { "photos": { "glob": ["photos/*"] } },
                    "generators": {
                        "a": {
                            "source": "photos", "processors": [{ "ImageOverlay": { "overlay_img": "\u00e9.png" } }]
                        },
                        "b": {
                            "source": "photos", "processors": [{ "ImageOverlay": { "overlay_img": "e\u0301.png" } }]
                        }
                    }
                }
                """#
            )
            folder.write("\u{E9}.png", "an overlay")
            folder.write("e\u{301}.png", "another overlay")
            let registry = try Registry.load(path: folder.path("specs.json"), environment: [:], ask: NoWorker.ask)
            let overlays = OverlayDigests(registry, registry.generators.ids)
            #expect(Set(registry.generators.ids.map { overlays.content(of: .ofNothing, $0) }).count == 2)
        }
    #endif

    /// The state has the images of several contents of the source.
    @Test func anUnreadableSourceKeepsTheNameOfItsLastContent() throws {
        folder.write(
            "specs.json",
            """
            {
                "settings": { "IMAGEKIT_SPEC_CACHEFILE_NAMER": "source_content_hash" },
                "source_groups": { "photos": { "glob": ["photos/*"] } },
                "generators": { "g": { "source": "photos", "format": "GIF" } }
            }
            """
        )
        let registry = try Registry.load(path: folder.path("specs.json"), environment: [:], ask: NoWorker.ask)
        let naming = try #require(registry.namings.first)
        folder.link("photos/a.jpg", to: "gone")
        let store = try StateStore.openForWriting(folder.path("state.sqlite3"))
        defer { store.close() }
        let stamp = FileStamp(size: 1, modified: 2, changed: 3, inode: 4)
        for content in 1...3 {
            let digest = ContentDigest.repeating(UInt8(content))
            let name = naming.name(for: .source("photos/a.jpg"), content: digest)
            let state = CacheRecord.State.made(bytes: 5, image: nil)
            let record = CacheRecord(name: name, naming: naming.identity, digest: digest, state: state)
            try store.write([.cacheFile(source: "photos/a.jpg", record)])
        }
        for content in 1...3 {
            let digest = ContentDigest.repeating(UInt8(content))
            try store.write([.source("photos/a.jpg", SourceRecord(stamp: stamp, digest: digest))])
            let image = try #require(try plan(registry, store).first?.images.first)
            #expect(image.name == naming.name(for: .source("photos/a.jpg"), content: digest))
            #expect(image.verdict.word == "failed")
        }
    }

    @Test func recordsATouchedSourceAsFresh() throws {
        let registry = try registry()
        folder.write("photos/a.jpg", "the source")
        let (name, naming) = try names(in: registry)
        folder.write(name, Self.image)
        let (digest, stamp) = try ContentDigest.read(folder.path("photos/a.jpg"))
        var older = stamp
        older.modified -= 1_000_000_000
        let store = try StateStore.openForWriting(folder.path("state.sqlite3"))
        defer { store.close() }
        let made = CacheRecord(
            name: name,
            naming: naming,
            digest: digest,
            state: .made(bytes: Self.image.utf8.count, image: nil)
        )
        try store.write([
            .source("photos/a.jpg", SourceRecord(stamp: older, digest: digest)),
            .cacheFile(source: "photos/a.jpg", made),
        ])
        #expect(try plan(registry, store).first?.images.map { $0.verdict.word } == ["fresh"])
    }

    /// Computing a name takes a pickle and an MD5, so a name that the state contains is not computed again.
    @Test func takesTheNameOfARecord() throws {
        let registry = try registry()
        folder.write("photos/a.jpg", "the source")
        let naming = try names(in: registry).naming
        let name = "CACHE/images/another name.gif"
        folder.write(name, Self.image)
        let (digest, stamp) = try ContentDigest.read(folder.path("photos/a.jpg"))
        let store = try StateStore.openForWriting(folder.path("state.sqlite3"))
        defer { store.close() }
        let state = CacheRecord.State.made(bytes: Self.image.utf8.count, image: nil)
        try store.write([
            .source("photos/a.jpg", SourceRecord(stamp: stamp, digest: digest)),
            .cacheFile(
                source: "photos/a.jpg",
                CacheRecord(name: name, naming: naming, digest: digest, state: state)
            ),
        ])
        let images = try #require(try plan(registry, store).first).images
        #expect(images.map(\.name) == [name] && images.map(\.verdict.word) == ["fresh"])
    }

    @Test func planningWritesNothing() throws {
        let registry = try registry()
        folder.write("photos/a.jpg", "the source")
        _ = try plan(registry)
        #expect(FileStamp(path: folder.path("CACHE")) == nil)
    }

    @Test func failsWithoutAWorkerIfTheSourceIsNoFile() throws {
        let registry = try registry()
        folder.makePipe("photos/pipe.jpg")
        folder.write("photos/z.jpg", "the source")
        #expect(try plan(registry).map { $0.images.map(\.verdict.word) } == [["failed"], ["missing"]])
    }
}

extension PlannedImage.Verdict {
    var word: String {
        switch self {
        case .fresh: "fresh"
        case .needed(let reason): reason.rawValue
        case .renamed: "renamed"
        case .failed: "failed"
        }
    }
}
