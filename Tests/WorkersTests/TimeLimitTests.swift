import ImageSpecs
import Synchronization
import Testing
import TestSupport
import WorkerProtocol

@testable import Workers

/// The time limit of a job grows with the number of images that are requested from it.
@Suite struct TimeLimitTests {
    @Test(arguments: [(1, "0.02"), (3, "0.06")])
    func eachRequestedImageAddsItsTime(_ requested: Int, _ seconds: String) async throws {
        let target = Job.Target(temporaryPath: "/nowhere/part", path: "/nowhere/image")
        // An output that is only planned adds no time.
        let targets = [nil] + Array(repeating: target, count: requested)
        let outputs = targets.map { Job.Output(spec: ImageSpec(processors: []), target: $0) }
        let jobs = Mutex([Job(id: 1, source: "a.png", path: "/nowhere/a.png", outputs: outputs)])
        let failures = Mutex<[Outcome.Failure]>([])
        let pool = WorkerPool(
            executable: Repository.path("Tests/Fixtures/silent-worker"),
            count: 1,
            timeout: .milliseconds(20),
            confinement: Confinement(sandbox: .off, memory: 1 << 30)
        )
        try await pool.run(
            WorkerPool.Queue(
                next: { jobs.withLock { $0.popLast() } },
                ended: { _, result in
                    if case .failure(let failure) = result { failures.withLock { $0.append(failure) } }
                }
            )
        )
        let message = "not done after \(seconds) seconds; --timeout sets the limit"
        #expect(failures.withLock(\.self) == [Outcome.Failure(code: .timeout, message: message)])
    }
}
