import Foundation
import Synchronization
import Testing
import TestSupport

@testable import Files

@Suite struct LockQueueTests {
    private let folder = TemporaryFolder()

    private final class Order: Sendable {
        let numbers = Mutex<[Int]>([])
    }

    private func locks() throws -> RangeLocks { try #require(try RangeLocks(folder.path("claims"), create: true)) }

    /// Without the queue, the next owner of the lock would be random: the process that tries at the moment when the
    /// lock is released.
    @Test func theLockIsTakenInTheOrderOfTheQueue() async throws {
        let owner = try #require(try FileLock.take(folder.path("lock"), shared: false, create: true, waiting: nil))
        let order = Order()
        let left = AsyncStream.makeStream(of: Void.self)
        for number in 0..<4 {
            let queue = LockQueue(try locks(), 0..<1000)
            let path = folder.path("lock")
            await withCheckedContinuation { isWaiting in
                // Use a new thread, because waiting for the lock blocks its thread.
                Thread.detachNewThread {
                    let lock = try? FileLock.take(
                        path,
                        shared: false,
                        create: true,
                        queue: queue,
                        waiting: .unlimited { isWaiting.resume() }
                    )
                    order.numbers.withLock { $0.append(number) }
                    lock?.release()
                    left.continuation.yield()
                }
            }
        }
        owner.release()
        var ends = left.stream.makeAsyncIterator()
        for _ in 0..<4 { _ = await ends.next() }
        #expect(order.numbers.withLock(\.self) == [0, 1, 2, 3])
    }

    @Test func aFreeLockIsRefusedOutsideTheQueue() throws {
        let queue = LockQueue(try locks(), 0..<1000)
        let ticket = try queue.enter()
        func take() throws -> FileLock? {
            let path = folder.path("lock")
            let queue = LockQueue(try locks(), 0..<1000)
            return try FileLock.take(path, shared: false, create: true, queue: queue, waiting: nil)
        }
        #expect(throws: LockWait.BusyError.self) { try take() }
        ticket.leave()
        #expect(try take() != nil)
    }

    @Test func waitingEndsAtTheDeadline() throws {
        let owner = try #require(try FileLock.take(folder.path("lock"), shared: false, create: true, waiting: nil))
        defer { owner.release() }
        #expect(throws: LockWait.BusyError.self) {
            let wait = LockWait(.atMost(.milliseconds(1))) {}
            return try FileLock.take(folder.path("lock"), shared: false, create: false, waiting: wait)
        }
    }

    @Test func objectsOfOneProcessExcludeEachOther() throws {
        let (first, second) = (try locks(), try locks())
        #expect(try first.take(7, shared: true) && second.take(7, shared: true))
        #expect(try !first.take(7))
        second.release(7)
        #expect(try first.take(7) && !second.take(7, shared: true))
        #expect(second.endOfForeignLock(in: 0..<100) == 8 && first.endOfForeignLock(in: 0..<100) == nil)
    }

    /// A process that can read a lock file can lock it and block all writers. So only writers may read the file.
    @Test(arguments: [(0o644, 0o600), (0o664, 0o660), (0o666, 0o666), (0o640, 0o600)])
    func onlyWritersCanReadALock(_ mode: UInt16, _ expected: UInt16) throws {
        folder.write("lock", "")
        chmod(folder.path("lock"), mode_t(mode))
        _ = try FileLock.take(folder.path("lock"), shared: false, create: true, waiting: nil)
        var status = stat()
        #expect(stat(folder.path("lock"), &status) == 0 && status.st_mode & 0o777 == mode_t(expected))
    }
}
