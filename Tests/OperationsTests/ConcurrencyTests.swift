import Foundation
import Synchronization
import Testing
import TestSupport

@testable import CacheState
@testable import Files
@testable import Operations
@testable import Planning
@testable import Registry

/// Single calls run at the same time as a batch. A call and a batch claim each image before they make it.
@Suite struct ConcurrencyTests {
    private let site = Site(photos: ["a.png", "b.png"])

    private func tree(isForCall: Bool = false) throws -> CacheTree {
        CacheTree(settings: try site.registry().settings, isForCall: isForCall)
    }

    /// When the call starts, the batch is making a.png and has not started b.png.
    @Test func aCallDoesNotWaitForTheBatch() async throws {
        nonisolated(unsafe) let site = site
        let answers = Mutex<[String]>([])
        let workers = FakeWorkers { job in
            if job.source == "photos/a.png" {
                let found = try await site.answers(["photos/b.png"], .path) { $0.patience = .none }
                answers.withLock { $0 = found }
            }
            return .success(FakeWorkers.made(job))
        }
        let report = RecordingReport()
        let summary = try await site.generate(workers, report: report)
        let found = answers.withLock { $0 }
        #expect(found == [site.folder.path(try site.name("small", "photos/b.png"))])
        #expect(workers.sources == ["photos/a.png"])
        #expect(summary.generated == 1 && summary.fresh == 1)
        #expect(report.lines == ["small photos/a.png: generated (missing)", "small photos/b.png: fresh"])
        #expect(try site.records(of: "photos/b.png") == ["made"])
        let next = FakeWorkers()
        #expect(try await site.generate(next) == GenerationSummary(fresh: 2) && next.jobs.isEmpty)
    }

    /// The call waits until the batch has made the image.
    @Test func aCallWaitsForAnImageThatTheBatchMakes() async throws {
        nonisolated(unsafe) let site = site
        let busy = Mutex(false)
        let workers = FakeWorkers { job in
            if job.source == "photos/a.png" {
                do {
                    _ = try await site.answers(["photos/a.png"]) { $0.patience = .none }
                } catch is CacheTreeBusyError {
                    busy.withLock { $0 = true }
                }
            }
            return .success(FakeWorkers.made(job))
        }
        #expect(try await site.generate(workers).generated == 2)
        let wasBusy = busy.withLock { $0 }
        #expect(wasBusy)
    }

    @Test func theBatchReturnsLaterToAnImageThatACallMakes() async throws {
        let registry = try site.registry()
        let tree = CacheTree(settings: registry.settings, isForCall: true)
        try makeFolder(tree.privatePath)
        let name = try site.name("small", "photos/a.png")
        let call = ImageClaims(tree)
        #expect(call.take([name]))
        let workers = FakeWorkers { job in
            call.release([name])
            return .success(FakeWorkers.made(job))
        }
        #expect(try await site.generate(workers).generated == 2)
        #expect(workers.sources == ["photos/b.png", "photos/a.png"])
    }

    /// A claim must last until other processes can read the record. Otherwise, the next process would make the image
    /// again.
    @Test func claimsEndWhenTheRecordIsWritten() async throws {
        let tree = try tree()
        let name = try site.name("small", "photos/a.png")
        let workers = FakeWorkers { job in
            // At this time, the first image exists, but its record is not written yet.
            if job.source == "photos/b.png" { #expect(!ImageClaims(tree).take([name])) }
            return .success(FakeWorkers.made(job))
        }
        #expect(try await site.generate(workers).generated == 2)
        #expect(ImageClaims(tree).take([name]))
    }

    @Test func commandsThatDeleteImagesWaitForCalls() async throws {
        try await site.generate()
        let call = try CacheTreeLock.takeForCall(try tree(isForCall: true), waiting: nil)
        let prune = try site.prune { $0.patience = .none }
        await #expect(throws: CacheTreeBusyError.self) { try await prune.run(RecordingReport()) }
        // A batch can run at the same time as the call.
        #expect(try await site.generate { $0.patience = .none }.fresh == 2)
        call?.release()
        #expect(try await prune.run(RecordingReport()).isEmpty)
    }

    @Test func aCallLeavesTheTemporaryFilesOfABatch() throws {
        let (run, call) = (try tree(), try tree(isForCall: true))
        try run.prepare()
        let (ofRun, ofCall) = (run.temporaryPath("1-1"), call.temporaryPath("1-1"))
        #expect(ofRun != ofCall)
        for path in [ofRun, ofCall] { writeFile(path, "half") }
        let lock = try CacheTreeLock.takeForCall(call, waiting: nil)
        try call.prepare()
        #expect(FileStamp(path: ofRun) != nil)
        run.emptyTemporary()
        #expect(FileStamp(path: ofRun) == nil && FileStamp(path: ofCall) != nil)
        call.emptyTemporary()
        #expect(FileStamp(path: ofCall) == nil)
        // The files of a killed call are deleted when no call is running.
        writeFile(ofCall, "half")
        lock?.release()
        run.emptyTemporary()
        #expect(FileStamp(path: ofCall) == nil)
    }

    /// `IMAGEKIT_STATE_DIR` can name a folder in which another program has a folder `tmp`.
    @Test func theTemporaryFilesOfOtherProgramsStay() throws {
        let tree = try tree()
        try tree.prepare()
        let names = ["notes.txt", "1-", "12"]
        for name in names { writeFile(tree.temporaryPath(name), "x") }
        tree.emptyTemporary()
        for name in names { #expect(FileStamp(path: tree.temporaryPath(name)) != nil, "\(name)") }
    }

    // MARK: - The state

    @Test func theLastWriterSealsTheState() async throws {
        try await site.generate()
        let backend = SQLiteBackend()
        let (run, call) = (try tree(), try tree(isForCall: true))
        func seal() -> Int32? { StateHeader.read(StateHeader.seal, of: run.statePath) }
        let batch = try backend.openForWriting(run)
        #expect(try !batch.wasWrittenByOthers())
        let single = try backend.openForWriting(call)
        try single.write([.source("photos/a.png", .ofCanvas)])
        #expect(try batch.wasWrittenByOthers() && !batch.wasWrittenByOthers())
        single.close()
        #expect(FileStamp(path: run.statePath + "-wal") != nil)
        try batch.write([.source("photos/b.png", .ofCanvas)])
        batch.close()
        #expect(FileStamp(path: run.statePath + "-wal") == nil)
        #expect(seal() != StateSeal.none && !StateSeal.isBroken(run.statePath))
        let reader = try #require(try backend.openForReading(run))
        defer { reader.close() }
        for name in ["photos/a.png", "photos/b.png"] {
            #expect(try reader.read(StatePart(source: name)) { try $0.source(name) }.source == .ofCanvas)
        }
    }

    /// A reader can keep the state open for any time, and writers can still write.
    @Test func aReaderBlocksNoWriter() async throws {
        try await site.generate()
        let reader = try #require(try SQLiteBackend().openForReading(try tree()))
        defer { reader.close() }
        try reader.read(StatePart()) { state in
            #expect(try state.records(of: "photos/a.png").files.count == 1)
            let writer = try SQLiteBackend().openForWriting(tree())
            try writer.write([.source("photos/new.png", .ofCanvas)])
            writer.close()
            #expect(try state.records(of: "photos/b.png").files.count == 1)
        }
        let next = try #require(try SQLiteBackend().openForReading(try tree()))
        defer { next.close() }
        #expect(try next.read(StatePart()) { try $0.source("photos/new.png") }.source == .ofCanvas)
    }
}
