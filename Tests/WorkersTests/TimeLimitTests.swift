import ImageSpecs
import Synchronization
import TestSupport
import Testing
import WorkerProtocol

@testable import Workers

/// The time limit applies to the source of a job, and then to each of its images.
@Suite struct TimeLimitTests {
    /// All requested images fail after one time limit, because none of them could be made.
    @Test(arguments: [1, 3])
    func aSourceThatIsNotDecodedHasOneTimeLimit(_ requested: Int) async throws {
        let target = Job.Target(temporaryPath: "/nowhere/part", path: "/nowhere/image")
        let targets = [nil] + Array(repeating: target, count: requested)
        let outputs = targets.map { Job.Output(spec: ImageSpec(processors: []), target: $0) }
        let jobs = Mutex([Job(id: 1, source: "a.png", path: "/nowhere/a.png", outputs: outputs)])
        let messages = Mutex<[String?]>([])
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
                    guard case .success(let outcome) = result else { return }
                    messages.withLock { $0 = outcome.results.map(\.timeoutMessage) }
                }
            )
        )
        let message = "not done after 0.02 seconds; --timeout sets the limit"
        #expect(messages.withLock(\.self) == [nil] + Array(repeating: message, count: requested))
    }
}

extension Outcome.Result? {
    fileprivate var timeoutMessage: String? {
        if case .failed(let failure)? = self, failure.code == .timeout { failure.message } else { nil }
    }
}
