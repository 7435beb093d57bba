import Foundation
import ImageSpecs
import TestSupport
import Testing
import WorkerProtocol

@testable import CacheState
@testable import Files
@testable import Registry

/// The copy of a shard's records, which other machines merge.
@Suite struct StateExportTests {
    private let folder = TemporaryFolder()
    private let tree: CacheTree

    init() throws {
        tree = CacheTree(settings: Settings(mediaRoot: folder.path("media")))
        try tree.makePrivateFolder()
    }

    private func record(_ name: String, at time: Int = 1) -> CacheRecord {
        let image = Outcome.MadeImage(width: 10, height: 8, bytes: 99, format: .webp)
        let making = ImageDescription.Making(time: time, reason: "missing")
        let state = CacheRecord.State.made(bytes: 99, image: ImageDescription(image, making: making))
        return CacheRecord(name: "CACHE/images/" + name, naming: 7, digest: .repeating(1), state: state)
    }

    private func pending(_ name: String) -> CacheRecord {
        CacheRecord(name: "CACHE/images/" + name, naming: 7, digest: .repeating(2), state: .pending)
    }

    private static let failure = FailureRecord(
        failure: Outcome.Failure(code: .corruptSource, message: "cut off"),
        digest: nil,
        since: 5
    )

    /// Writes a state with everything that a state can contain about these sources.
    private func write(_ sources: [String], to path: String) throws {
        let store = try StateStore.openForWriting(path, .rollback)
        let stamp = FileStamp(size: 1, modified: 2, changed: 3, inode: 4)
        try store.write(
            sources.flatMap { source -> [StateChange] in
                [
                    .source(source, SourceRecord(stamp: stamp, digest: .repeating(3))),
                    .cacheFile(source: source, record(source + ".webp")),
                    .failure(FailureKey(source: source, generator: "g"), Self.failure),
                ]
            }
        )
        try store.write(
            sources.map { source in
                .call(
                    name: "CACHE/images/\(source).webp",
                    OnDemandCall(generator: "g", source: source, arguments: [])
                )
            }
        )
        store.close()
    }

    private func export(_ shard: Shard, _ tree: CacheTree? = nil) throws -> StateExport {
        let path = folder.path("export-\(UUID().uuidString).sqlite3")
        return try #require(try StateExport(of: tree ?? self.tree, SQLiteBackend(), shard, to: path))
    }

    private func content(_ export: StateExport) throws -> (files: [String], failures: [String], calls: [String]) {
        let store = try #require(try StateStore.openForReading(export.path, names: tree.names))
        defer { store.close() }
        return (
            try store.cacheFileNames().map(\.text).sorted(), try store.failures().keys.map(\.source.text).sorted(),
            try store.onDemand().values.map(\.source).sorted()
        )
    }

    /// The shards of the names are those of the formula in the documentation, computed with Python's `hashlib`.
    @Test func theCopyHasTheRecordsOfOneShard() throws {
        let names = (0..<8).map { "photos/\($0).png" }
        let shards = [2, 1, 3, 1, 1, 1, 3, 3]
        try write(names, to: tree.statePath)
        for number in 1...3 {
            let shard = try #require(Shard(number: number, count: 3))
            let expected = zip(names, shards).filter { $1 == number }.map(\.0)
            let (files, failures, calls) = try content(export(shard))
            #expect(files == expected.map { "CACHE/images/\($0).webp" })
            #expect(failures == expected && calls == expected)
        }
        #expect(try content(export(.whole)).files.count == names.count)
    }

    /// So a machine recognizes by the checksum that the bucket has its records.
    @Test func theSameRecordsHaveTheSameBytes() throws {
        let names = (0..<400).map { "\($0).png" }
        try write(names, to: tree.statePath)
        let first = try readFile(export(.whole).path)
        #expect(try readFile(export(.whole).path) == first)
        StateStore.discard(tree.statePath)
        try write(names.reversed(), to: tree.statePath)
        #expect(try readFile(export(.whole).path) == first)
        try write(["400.png"], to: tree.statePath)
        #expect(try readFile(export(.whole).path) != first)
    }

    /// The state of a shard can be unmerged. Its records replace those of the folder's state. If it has not finished an
    /// image, the earlier record of this image must not reach other machines.
    @Test func theStateOfTheShardIsIncluded() throws {
        let shard = try #require(Shard(number: 1, count: 1))
        try write(["a.png", "b.png"], to: tree.statePath)
        let store = try StateStore.openForWriting(tree.statePath(of: shard), .rollback)
        try store.write([
            .cacheFile(source: "a.png", pending("a.png.webp")), .cacheFile(source: "c.png", record("c.png.webp")),
            .failure(FailureKey(source: "b.png", generator: "g"), nil),
        ])
        store.close()
        let export = try export(shard, CacheTree(settings: Settings(mediaRoot: folder.path("media")), shard: shard))
        #expect(try content(export).failures == ["a.png"])
        let other = CacheTree(settings: Settings(mediaRoot: folder.path("other")))
        let lock = try CacheTreeLock.take(other, create: true, excludingCalls: true, waiting: nil)
        defer { lock?.release() }
        let state = try SQLiteBackend().openForWriting(other)
        defer { state.close() }
        let merge = try #require(StateMerge(into: state, of: other) { _ in true })
        #expect(try merge.merge(export.path).taken == 2)
        #expect(
            try state.cacheFileNames().map(\.text).sorted() == ["b.png", "c.png"].map { "CACHE/images/\($0).webp" }
        )
    }

    @Test func recordsOfAnotherCopyAreAdded() throws {
        try write(["a.png"], to: tree.statePath)
        let export = try export(.whole)
        let other = folder.path("other.sqlite3")
        try write(["b.png"], to: other)
        try export.merge(other)
        #expect(try content(export).files == ["a.png", "b.png"].map { "CACHE/images/\($0).webp" })
        // The folder's state is unchanged.
        #expect(try content(self.export(.whole)).files == ["CACHE/images/a.png.webp"])
        try writeAtomically("no database", to: other)
        #expect(throws: UnusableOtherStateError.self) { try export.merge(other) }
        export.delete()
        #expect(!FileManager.default.fileExists(atPath: export.path))
    }

    @Test func withoutAStateThereIsNoCopy() throws {
        let path = folder.path("export.sqlite3")
        #expect(try StateExport(of: tree, SQLiteBackend(), .whole, to: path) == nil)
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test func aStateInMemoryIsNotCopied() throws {
        let path = folder.path("export.sqlite3")
        #expect(try StateExport(of: tree, MemoryBackend(), .whole, to: path) == nil)
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    /// The notes about merged states must not outlive the state.
    @Test func theNotesAreDeletedWithTheState() throws {
        try write(["a.png"], to: tree.statePath)
        try writeAtomically("notes", to: tree.notesPath)
        StateStore.discard(tree.statePath)
        #expect(!FileManager.default.fileExists(atPath: tree.notesPath))
    }
}
