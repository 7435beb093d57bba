import CacheState
import Files
import Queues
import Registry
import Synchronization
import TestSupport
import Testing

@testable import Operations

/// Errors while a worker has a bundle, with a real server.
@Suite(.enabled(if: TestServer.isInstalled("redis-server"))) struct QueueWorkTests {
    private struct BrokenDisk: Error, CustomStringConvertible {
        let description = "cannot write to postgresql://site:canary-7431@host/db"
    }

    private func queue(_ server: TestServer) throws -> BundleQueue {
        let queue = BundleQueue(try #require(QueueAddress("unix://\(server.socket)", [:])))
        let shard = try #require(Shard(number: 1, count: 1))
        try queue.send([("1", Bundle(patterns: [], options: [], shard: shard, sources: ["a.jpg"]))])
        return queue
    }

    /// Returns the error that ends the work, and the reasons of the events.
    private func run(
        _ queue: BundleQueue,
        lease: Duration = .seconds(60),
        _ make: () throws -> Void
    ) async -> (error: String, reasons: [String]) {
        var options = QueueWork.Options()
        options.lease = lease
        options.tries = 1
        options.endsIfEmpty = true
        var reasons: [String] = []
        do {
            try await QueueWork(PatientQueue(queue) { _ in }, options).run { _ in
                try make()
                throw BrokenDisk()
            } ended: { event in
                if case .failed(let reason) = event.status { reasons.append(reason) }
            }
            return ("", reasons)
        } catch {
            return ("\(error)", reasons)
        }
    }

    @Test func theReasonOfADeadLetterHasNoSecret() async throws {
        let server = try TestServer.redis()
        let queue = try queue(server)
        let (error, reasons) = await run(queue) {}
        #expect(error == BrokenDisk().description)
        #expect(reasons == ["cannot write to postgresql://…@host/db"])
        #expect(try queue.deadLetters().map(\.reason) == reasons)
    }

    @Test func aTryOnAFullDiskDoesNotCount() async throws {
        let server = try TestServer.redis()
        let queue = try queue(server)
        let (error, _) = await run(queue) {
            let obstacle = try #require(WriteObstacle(FileError("write", "a.jpg", code: .noSpace)))
            throw StoppedRunError(obstacle, in: CacheTree(settings: Settings(mediaRoot: "/media")), left: 1)
        }
        #expect(error.hasSuffix("free space and run again"), "\(error)")
        #expect(try queue.deadLetters().isEmpty && queue.counts().waiting == 1)
    }

    /// The worker waits for the server as long as the lease, and then ends with the error of the bundle.
    @Test func theErrorOfABundleIsReportedWithoutAServer() async throws {
        let server = try TestServer.redis()
        let (error, reasons) = await run(try queue(server), lease: .milliseconds(30)) { server.stop() }
        #expect(error == BrokenDisk().description)
        #expect(reasons == ["cannot write to postgresql://…@host/db"])
    }
}
