/// The queue of the processes that wait for a lock, so that they get it in the order in which they came.
///
/// Each has a ticket: a locked byte behind those of all who wait already. The kernel removes the ticket of a process that
/// ends early.
package struct LockQueue: Sendable {
    private let locks: RangeLocks
    private let range: Range<Int64>

    /// - Parameter range: the bytes of the tickets.
    package init(_ locks: RangeLocks, _ range: Range<Int64>) {
        self.locks = locks
        self.range = range
    }

    /// Whether no process waits.
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

        /// Whether all who came before have left.
        var isFirst: Bool { queue.locks.endOfForeignLock(in: queue.range.lowerBound..<offset) == nil }

        func leave() { queue.locks.release(offset) }
    }
}
