import SystemPackage
import Testing
import TestSupport
import WorkerProtocol

@testable import CacheState
@testable import Files
@testable import Operations
@testable import Planning

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A disk that cannot be written ends a run at once. The error contains the number of images that are left, and the
/// remedy.
@Suite struct WriteObstacleTests {
    static let photos = ["a.png", "b.png", "c.png", "d.png"]

    /// Workers that make the first image and cannot write any other image.
    private func workers(_ code: Int32, at path: @escaping @Sendable (Job.Target) -> String) -> FakeWorkers {
        FakeWorkers { job in
            guard job.source != "photos/a.png", let target = job.outputs.compactMap(\.target).first else {
                return .success(FakeWorkers.made(job))
            }
            let failure = Outcome.Failure(
                code: .cannotWrite,
                message: "cannot write it: \(String(cString: strerror(code)))",
                unwritable: Outcome.UnwritableFile(path: path(target), code: code)
            )
            return .success(Outcome(id: job.id, results: job.outputs.map { $0.target == nil ? nil : .failed(failure) }))
        }
    }

    @Test(arguments: [
        (ENOSPC, "No space left on device (3 images left); free space and run again"),
        (EDQUOT, "Disk quota exceeded (3 images left); free space or raise the quota, and run again"),
        (EROFS, "Read-only file system (3 images left); mount the disk for writing and run again"),
    ])
    func endsTheRun(_ code: Int32, _ message: String) async throws {
        let site = Site(photos: Self.photos)
        let (workers, report) = (workers(code) { $0.temporaryPath }, RecordingReport())
        let error = await #expect(throws: StoppedRunError.self) { try await site.generate(workers, report: report) }
        #expect(error.map { "\($0)" } == "cannot write it: \(message)")
        #expect(workers.sources == ["photos/a.png", "photos/b.png"], "no other image is tried")
        #expect(report.lines == ["small photos/a.png: generated (missing)"], "the others did not fail")
        #expect(try await site.generate().generated == 3)
    }

    /// A folder can belong to another user. Then only the images in this folder fail.
    @Test func aFolderWithoutPermissionFailsItsImages() async throws {
        let site = Site(photos: Self.photos)
        let (workers, report) = (workers(EACCES) { $0.path }, RecordingReport())
        let summary = try await site.generate(workers, report: report)
        #expect(summary.generated == 1 && summary.failed == 3)
        #expect(workers.jobs.count == 4)
        #expect(report.lines.contains("small photos/d.png: failed (cannot-write)"))
    }

    /// Other images can be smaller than the limit.
    @Test func aLimitOfFileSizesFailsItsImages() async throws {
        let site = Site(photos: Self.photos)
        let (workers, report) = (workers(EFBIG) { $0.temporaryPath }, RecordingReport())
        let summary = try await site.generate(workers, report: report)
        #expect(summary.generated == 1 && summary.failed == 3)
        #expect(workers.jobs.count == 4)
        #expect(WriteObstacle(FileError("write", "/x", code: .fileTooLarge))?.remedy(in: "/").contains("-f") == true)
    }

    @Test func aFolderForAllImagesWithoutPermissionEndsTheRun() async throws {
        let site = Site(photos: Self.photos)
        let workers = workers(EACCES) { $0.temporaryPath }
        await #expect(throws: StoppedRunError.self) { try await site.generate(workers) }
        #expect(workers.jobs.count == 2)
    }

    @Test func otherErrorsAreNoObstacles() {
        #expect(WriteObstacle(FileError("write", "/x", code: .ioError)) == nil)
        #expect(WriteObstacle(CancellationError()) == nil)
        #expect(WriteObstacle(Outcome.Failure(code: .cannotWrite, message: "PNG: out of range")) == nil)
        #expect(
            WriteObstacle(FileError("write", "/x", code: .noSpace))?.message
                == "cannot write /x: No space left on device"
        )
    }
}
