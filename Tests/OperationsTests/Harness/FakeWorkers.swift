import Synchronization
import TestSupport
import WorkerProtocol

@testable import Workers

/// Workers without processes. The workers record the jobs and answer them one after the other.
///
/// By default, they write `image` to the file of each wanted image.
final class FakeWorkers: JobRunnerFactory, JobRunner {
    typealias Result = Swift.Result<Outcome, Outcome.Failure>

    /// The header of a GIF with 259×258 pixels. The outcomes of `made` have 3×2 pixels instead.
    static let image = "GIF89a\u{03}\u{1}\u{02}\u{1}\u{1}\u{1}\u{1}"

    private let answer: @Sendable (Job) async throws -> Result
    /// The versions of imagekit and libvips that the workers report.
    let imagekit: String
    let libvips: String
    private let recorded = Mutex<[Job]>([])
    private let confined = Mutex<[Confinement]>([])

    /// - Parameter answer: returns the result of a job. An error ends the run, like a worker that cannot start.
    init(
        imagekit: String = "2.0.0",
        libvips: String = "8.14.1",
        _ answer: @escaping @Sendable (Job) async throws -> Result = { .success(made($0)) }
    ) {
        self.imagekit = imagekit
        self.libvips = libvips
        self.answer = answer
    }

    var jobs: [Job] { recorded.withLock(\.self) }
    var sources: [String] { jobs.map(\.source) }
    /// The confinement of the workers of each run: the files and folders that they may access.
    var confinements: [Confinement] { confined.withLock(\.self) }

    func availableWorkers(atMost wanted: Int) -> Int { wanted }

    func renderer(among known: [Renderer]) -> Renderer? { Renderer(imagekit: imagekit, libvips: libvips) }

    func makeRunner(count: Int, limits: WorkerPool.TimeLimits, confinement: Confinement) -> any JobRunner {
        confined.withLock { $0.append(confinement) }
        return self
    }

    func run(_ queue: WorkerPool.Queue) async throws {
        while let job = await queue.next(1).first {
            recorded.withLock { $0.append(job) }
            queue.ended(job, try await answer(job))
        }
    }

    /// Writes the wanted images of a job.
    static func made(_ job: Job) -> Outcome {
        Outcome(
            id: job.id,
            results: job.outputs.map { output in
                guard let target = output.target else { return nil }
                writeFile(target.path, image)
                return .made(Outcome.MadeImage(width: 3, height: 2, bytes: image.utf8.count, format: .gif))
            }
        )
    }

    static func failure(_ code: Outcome.Code) -> Result { .failure(Outcome.Failure(code: code, message: "broken")) }

    /// An outcome in which each wanted image fails.
    static func failed(_ job: Job, _ code: Outcome.Code) -> Outcome {
        let failure = Outcome.Failure(code: code, message: "broken")
        return Outcome(id: job.id, results: job.outputs.map { $0.target == nil ? nil : .failed(failure) })
    }
}

extension Job {
    var wantedCount: Int { outputs.count { $0.target != nil } }
}
