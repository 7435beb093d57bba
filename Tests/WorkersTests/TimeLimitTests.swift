import Foundation
import ImageSpecs
import Synchronization
import TestSupport
import Testing
import WorkerProtocol

@testable import Workers

/// The time limit applies to the source of a job, and then to each of its images.
@Suite struct TimeLimitTests {
    /// If the worker used the processor, for example in an endless loop, the source is the cause of the timeout. If the
    /// worker waited or was stopped, the machine can be the cause.
    @Test(arguments: [(0, Outcome.Code.stalled), (999, .stalled), (1000, .timeout), (2500, .timeout), (-1, .timeout)])
    func theTimeOfTheProcessorDecides(_ used: Int, _ code: Outcome.Code) {
        let failure = Outcome.Failure.notInTime(.seconds(2), used: used < 0 ? nil : .milliseconds(used))
        #expect(failure.code == code)
        #expect(failure.message.hasPrefix("not done after 2.0 seconds; --timeout sets the limit"))
    }

    @Test func theTimeOfTheProcessorIsMeasured() throws {
        let clock = ProcessorClock(of: getpid())
        clock.restart()
        #expect(clock.elapsed == nil)
        repeat { clock.stop() } while clock.elapsed == .zero
        #expect(try #require(clock.elapsed) > .zero)
    }

    @Test(arguments: [("silent-worker", Outcome.Code.stalled), ("killed-worker", .killed)])
    func workersThatTheMachineStopsAreNotAtFault(_ worker: String, _ code: Outcome.Code) async throws {
        let target = Job.Target(temporaryPath: "/nowhere/part", path: "/nowhere/image")
        let output = Job.Output(spec: ImageSpec(processors: []), target: target)
        let jobs = Mutex([Job(id: 1, source: "a.png", path: "/nowhere/a.png", outputs: [output])])
        let codes = Mutex<[Outcome.Code?]>([])
        let pool = WorkerPool(
            executable: Repository.path("Tests/Fixtures/\(worker)"),
            count: 1,
            limits: WorkerPool.TimeLimits(perImage: worker == "silent-worker" ? .milliseconds(20) : .seconds(600)),
            confinement: Confinement(sandbox: .off, memory: 1 << 30)
        )
        try await pool.run(
            WorkerPool.Queue(
                next: { _ in jobs.withLock { $0.popLast().map { [$0] } ?? [] } },
                ended: { _, result in
                    let failure: Outcome.Failure? =
                        switch result {
                        case .failure(let failure): failure
                        case .success(let outcome):
                            if case .failed(let failure)?? = outcome.results.first { failure } else { nil }
                        }
                    codes.withLock { $0.append(failure?.code) }
                }
            )
        )
        #expect(codes.withLock(\.self) == [code])
    }

    /// If a source is not decoded within the time limit, all requested images fail after this one time limit.
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
            limits: WorkerPool.TimeLimits(perImage: .milliseconds(20)),
            confinement: Confinement(sandbox: .off, memory: 1 << 30)
        )
        try await pool.run(
            WorkerPool.Queue(
                next: { _ in jobs.withLock { $0.popLast().map { [$0] } ?? [] } },
                ended: { _, result in
                    guard case .success(let outcome) = result else { return }
                    messages.withLock { $0 = outcome.results.map(\.timeoutMessage) }
                }
            )
        )
        let message = "not done after 0.02 seconds; --timeout sets the limit (it used 0.0 seconds of CPU time)"
        #expect(messages.withLock(\.self) == [nil] + Array(repeating: message, count: requested))
    }
}

extension Outcome.Result? {
    fileprivate var timeoutMessage: String? {
        if case .failed(let failure)? = self, failure.code == .stalled { failure.message } else { nil }
    }
}
