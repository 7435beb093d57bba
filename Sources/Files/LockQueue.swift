/// The queue of the processes that wait for a lock. They get the lock in the order in which they entered the queue.
///
/// Each waiting process has a ticket. A ticket is a locked byte whose offset is greater than the offsets of all earlier
/// tickets. If a process ends early, the kernel removes its ticket.
package struct LockQueue: Sendable {
    private let locks: RangeLocks
    private let range: Range<Int64>

    /// - Parameter range: the bytes of the tickets.
    package init(_ locks: RangeLocks, _ range: Range<Int64>) {
        self.locks = locks
        self.range = range
    }

    /// Whether no other process is waiting.
    package var isEmpty: Bool { locks.endOfForeignLock(in: range) == nil }

    func enter() throws(FileError) -> Ticket {
        while true {
            var end = range.lowerBound
            while let next = locks.endOfForeignLock(in: end..<range.upperBound) { end = next }
            if try locks.take(end) { return Ticket(queue: self, offset: end) }
        }
    }

    struct Ticket {
        fileprivate let queue: LockQueue
        fileprivate let offset: Int64

        /// Whether all processes with earlier tickets have left the queue.
        var isFirst: Bool { queue.locks.endOfForeignLock(in: queue.range.lowerBound..<offset) == nil }

        func leave() { queue.locks.release(offset) }
    }
}
