import Foundation
import ImageSpecs
import Synchronization
import TestSupport
import Testing
import WorkerProtocol

@testable import Workers

/// A worker starts before its first message, and jobs that take little time share a message.
@Suite struct MessageTests {
    /// A worker is killed in each message with several jobs, after its first outcome. Each of the other jobs is repeated
    /// in a message of its own, so that it fails only if it is the cause. Before that, its temporary file is removed.
    @Test func jobsOfAKilledWorkerAreRepeatedOneByOne() async throws {
        let ids = 1...8
        let folder = TemporaryFolder()
        let waiting = Mutex(
            ids.map { id in
                folder.write("\(id)")
                let spec = ImageSpec(processors: [], format: nil, options: nil)
                let target = Job.Target(temporaryPath: folder.path("\(id)"), path: folder.path("made"))
                let output = Job.Output(spec: spec, target: target)
                return Job(id: id, source: "\(id)", path: "/\(id)", outputs: [output])
            }
        )
        let ended = Mutex<[Int]>([])
        let pool = WorkerPool(
            executable: Repository.path("Tests/Fixtures/overwhelmed-worker"),
            count: 1,
            limits: WorkerPool.TimeLimits(perImage: .seconds(600)),
            confinement: Confinement(sandbox: .off, memory: 1 << 30)
        )
        try await pool.run(
            WorkerPool.Queue(
                next: { _ in
                    // Return all jobs at once. A pool asks for several jobs only after its worker was fast.
                    waiting.withLock { waiting in
                        defer { waiting = [] }
                        return waiting
                    }
                },
                ended: { job, result in
                    if case .success = result { ended.withLock { $0.append(job.id) } }
                }
            )
        )
        #expect(ended.withLock { $0.sorted() } == Array(ids))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["1"])
    }

    /// A worker loads while the queue reads the source of its first job.
    @Test func aWorkerRunsWhenTheQueueIsAskedFirst() async throws {
        let folder = TemporaryFolder()
        let executable = folder.path("worker")
        try FileManager.default.copyItem(atPath: Repository.path("Tests/Fixtures/silent-worker"), toPath: executable)
        let isRunning = Mutex<[Bool]>([])
        let pool = WorkerPool(
            executable: executable,
            count: 1,
            limits: WorkerPool.TimeLimits(perImage: .seconds(600)),
            confinement: Confinement(sandbox: .off, memory: 1 << 30)
        )
        try await pool.run(
            WorkerPool.Queue(
                next: { _ in
                    let search = Process()
                    search.executableURL = URL(filePath: "/usr/bin/pgrep")
                    search.arguments = ["-f", executable]
                    search.standardOutput = FileHandle.nullDevice
                    guard (try? search.run()) != nil else { return [] }
                    search.waitUntilExit()
                    isRunning.withLock { $0.append(search.terminationStatus == 0) }
                    return []
                },
                ended: { _, _ in }
            )
        )
        #expect(isRunning.withLock(\.first) == true)
    }

    @Test func quickJobsShareAMessage() {
        var size = MessageSize()
        #expect(size.jobs == 1)
        for expected in [2, 4, 8, 16, 32, 50, 50] {
            size.learn(duration: .milliseconds(size.jobs), of: size.jobs)
            #expect(size.jobs == expected)
        }
        size.learn(duration: .seconds(5), of: 50)
        #expect(size.jobs == 1)
        for _ in 0..<9 { size.learn(duration: .microseconds(1), of: 1) }
        #expect(size.jobs == 64)
    }
}
