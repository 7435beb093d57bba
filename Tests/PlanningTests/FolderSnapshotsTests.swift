import Foundation
import ImageSpecs
import Testing
import TestSupport
import WorkerProtocol

@testable import CacheState
@testable import Files
@testable import Operations
@testable import Planning
@testable import Registry
@testable import SourceGroups

/// A stamp of a source records that all its images exist. These tests check which later changes a run detects.
@Suite struct FolderSnapshotsTests {
    let folder = TemporaryFolder()

    /// Returns a registry of two generators, sorted by id.
    func registry(_ settings: String = "") throws -> Registry {
        folder.write(
            "specs.json",
            """
            {
                "settings": { \(settings) },
                "source_groups": { "photos": { "glob": ["photos/*.jpg"] } },
                "generators": {
                    "marked": {
                        "source": "photos", "format": "GIF",
                        "processors": [{ "ImageOverlay": { "overlay_img": "mark.png" } }]
                    },
                    "small": { "source": "photos", "format": "GIF" }
                }
            }
            """
        )
        return try Registry.load(path: folder.path("specs.json"), environment: [:], ask: NoWorker.ask)
    }

    func planned(
        _ registry: Registry,
        patterns: [String] = [],
        verify: Bool = false,
        secondsLater: Int = 3,
        onlyCountingFresh: Bool = true,
        _ store: StateStore
    ) throws -> PlannedSource {
        let selected = try SelectedPart(Selection(patterns: patterns), of: registry)
        let catalog = try SourceCatalog(of: registry, streaming: registry.groups(of: selected.generators))
        let now = currentSeconds() + secondsLater
        let policy = VerificationPolicy(verify: verify, timeout: registry.settings.cacheTimeout, now: now)
        let planner = Planner(SpecResolver(registry, catalog), selected, policy)
        var sources: [PlannedSource] = []
        try store.read(StatePart(describesImages: false, namings: registry.namings.map(\.identity))) { state in
            try planner.forEachSource(beside: state, onlyCountingFresh: onlyCountingFresh, notify: { _ in }) {
                sources.append($0)
            }
        }
        try #require(sources.count == 1)
        return sources[0]
    }

    func image(_ registry: Registry, _ index: Int) -> String {
        Array(registry.namings)[index].name(for: .source("photos/a.jpg"), content: nil)
    }

    /// Writes a site whose images exist. Returns a state that records them.
    func site(_ registry: Registry) throws -> StateStore {
        folder.write("mark.png", "an overlay")
        folder.write("photos/a.jpg", "the source")
        let (digest, stamp) = try ContentDigest.read(folder.path("photos/a.jpg"))
        let store = try StateStore.openForWriting(folder.path("state.sqlite3"))
        let overlays = OverlayDigests(registry, registry.generators.ids)
        let files = registry.generators.ids.map { id in
            let naming = registry.namings[id]
            let name = naming.name(for: .source("photos/a.jpg"), content: nil)
            folder.write(name, PlannerTests.image)
            return CacheRecord(
                name: name,
                naming: naming.identity,
                digest: overlays.content(of: digest, id),
                state: .made(bytes: PlannerTests.image.utf8.count, image: nil)
            )
        }
        try store.write(
            [.source("photos/a.jpg", SourceRecord(stamp: stamp, digest: digest))]
                + files.map { .cacheFile(source: "photos/a.jpg", $0) }
        )
        return store
    }

    /// Writes the site. Returns a state that also has the stamp of the images.
    func stampedSite(_ registry: Registry) throws -> StateStore {
        let store = try site(registry)
        let stamp = try #require(try planned(registry, store).imagesStamp)
        try store.write([.images(source: "photos/a.jpg", stamp: stamp)])
        return store
    }

    /// If the folder is unchanged, the files are not examined. So a file that was overwritten in place is not detected.
    @Test func trustsAnUnchangedFolder() throws {
        let registry = try registry()
        let store = try stampedSite(registry)
        defer { store.close() }
        folder.write(image(registry, 0), "cut off")
        let believed = try planned(registry, store)
        #expect(believed.settledImages == 2 && believed.imagesStamp == nil && believed.images.isEmpty)
        // The verdicts are the same if the names are requested.
        let named = try planned(registry, onlyCountingFresh: false, store)
        #expect(named.images.map(\.verdict.word) == ["fresh", "fresh"])
        #expect(Set(named.images.map(\.name)) == [image(registry, 0), image(registry, 1)])
        let verified = try planned(registry, verify: true, store)
        #expect(verified.images.map(\.verdict.word) == ["damaged", "fresh"])
    }

    @Test func detectsADeletedFile() throws {
        let registry = try registry()
        let store = try stampedSite(registry)
        defer { store.close() }
        unlink(folder.path(image(registry, 1)))
        #expect(try planned(registry, store).images.map(\.verdict.word) == ["fresh", "missing"])
    }

    @Test func detectsAReplacedFile() throws {
        let registry = try registry()
        let store = try stampedSite(registry)
        defer { store.close() }
        folder.write("new.gif", "of another size")
        rename(folder.path("new.gif"), folder.path(image(registry, 0)))
        #expect(try planned(registry, store).images.map(\.verdict.word) == ["damaged", "fresh"])
    }

    @Test func detectsAChangedSource() throws {
        let registry = try registry()
        let store = try stampedSite(registry)
        defer { store.close() }
        folder.write("photos/a.jpg", "another source")
        let words = try planned(registry, store).images.map(\.verdict.word)
        #expect(words == ["source-changed", "source-changed"])
    }

    @Test func detectsAChangedOverlay() throws {
        let registry = try registry()
        let store = try stampedSite(registry)
        defer { store.close() }
        folder.write("mark.png", "another overlay")
        let words = try planned(registry, store).images.map(\.verdict.word)
        #expect(words == ["overlay-changed", "fresh"])
    }

    @Test func detectsADeletedOverlay() throws {
        let registry = try registry()
        let store = try stampedSite(registry)
        defer { store.close() }
        unlink(folder.path("mark.png"))
        let words = try planned(registry, store).images.map(\.verdict.word)
        #expect(words == ["overlay-changed", "fresh"])
    }

    /// The image failed because its overlay was missing. The file of the earlier image still exists.
    @Test func detectsARestoredOverlay() throws {
        let registry = try registry()
        let store = try site(registry)
        defer { store.close() }
        let marked = try #require(registry.generators.ids.first)
        let failed = CacheRecord(
            name: image(registry, 0),
            naming: registry.namings[marked].identity,
            digest: try ContentDigest.read(folder.path("photos/a.jpg")).digest,
            state: .failed(Outcome.Failure(code: .processorFailed, message: "no overlay"), limits: nil)
        )
        try store.write([.cacheFile(source: "photos/a.jpg", failed)])
        let words = try planned(registry, store).images.map(\.verdict.word)
        #expect(words == ["overlay-changed", "fresh"])
    }

    @Test func anotherSpecIsDetected() throws {
        let store = try stampedSite(try registry())
        defer { store.close() }
        let webp = try registry(#""IMAGEKIT_DEFAULT_THUMBNAIL_FORMAT": "WEBP", "IMAGEKIT_CACHEFILE_DIR": "other""#)
        #expect(try planned(webp, store).images.map(\.verdict.word) == ["missing", "missing"])
    }

    /// File systems have coarse times. So if a folder has just changed, its times can stay the same when a file is then
    /// created or deleted.
    @Test func doesNotStampARecentlyChangedFolder() throws {
        let registry = try registry()
        let store = try site(registry)
        defer { store.close() }
        let young = try planned(registry, secondsLater: 0, store)
        #expect(young.settledImages == 2 && young.imagesStamp == nil)
    }

    @Test func doesNotStampIncompleteImages() throws {
        let registry = try registry()
        let store = try site(registry)
        defer { store.close() }
        unlink(folder.path(image(registry, 0)))
        #expect(try planned(registry, store).imagesStamp == nil)
    }

    /// If the target of a link is deleted, no time of the folder that contains the link changes.
    @Test func doesNotStampAnImageThatIsALink() throws {
        let registry = try registry()
        let store = try site(registry)
        defer { store.close() }
        rename(folder.path(image(registry, 0)), folder.path("elsewhere.gif"))
        folder.link(image(registry, 0), to: folder.path("elsewhere.gif"))
        let linked = try planned(registry, store)
        #expect(linked.settledImages == 2 && linked.imagesStamp == nil)
    }

    /// A run of only some generators does not examine all images of a source.
    @Test func doesNotStampForAPartOfTheGenerators() throws {
        let registry = try registry()
        let store = try site(registry)
        defer { store.close() }
        let part = try planned(registry, patterns: ["small"], store)
        #expect(part.settledImages == 1 && part.imagesStamp == nil)
    }

    @Test(arguments: [
        #""IMAGEKIT_SPEC_CACHEFILE_NAMER": "source_name_dot_hash""#, #""IMAGEKIT_CACHE_TIMEOUT": 600"#,
    ])
    func doesNotUseUnreliableFolderTimes(settings: String) throws {
        let registry = try registry(settings)
        let store = try site(registry)
        defer { store.close() }
        let planned = try planned(registry, store)
        #expect(planned.imagesStamp == nil)
    }

    /// If only a stamp is new, a run does not write the state. So a run with nothing to do writes nothing.
    @Test func aNewStampIsNoReasonToWrite() throws {
        let registry = try registry()
        let store = try site(registry)
        defer { store.close() }
        var work = PlannedWork()
        work.add(try planned(registry, store))
        #expect(work.isEmpty && work.imagesStamps.count == 1 && work.summary.fresh == 2)
    }

    /// The temporary folder must be on a file system that imagekit knows to have reliable folder times.
    @Test func doesNotTrustUnreliableFileSystems() {
        #expect(!hasReliableFolderTimes("/proc/self"))
        #expect(!hasReliableFolderTimes(folder.path("nothing")))
        #expect(hasReliableFolderTimes(folder.path))
    }

    @Test func bootsAndMountsHaveIdentities() throws {
        #expect(bootIdentity() != nil)
        let mount = try #require(mountIdentity(of: folder.path))
        #expect(mountIdentity(of: folder.path) == mount)
        #expect(mountIdentity(of: "/proc") != mount)
        #expect(mountIdentity(of: folder.path("nothing")) == nil)
    }
}
