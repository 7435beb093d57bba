import Synchronization

/// Collects changes from several workers and writes them in batches, because a transaction costs far more than a row.
package final class StateWriter: Sendable {
    private struct Buffer {
        var changes: [StateChange] = []
        var lastWrite = ContinuousClock.now
        var failure: (any Error)?
    }

    private let state: any WritableState
    private let buffer = Mutex(Buffer())

    package init(_ state: any WritableState) { self.state = state }

    package func add(_ changes: [StateChange]) {
        buffer.withLock { buffer in
            buffer.changes += changes
            if buffer.changes.count >= 1000 || .now - buffer.lastWrite > .seconds(1) { write(&buffer) }
        }
    }

    /// Writes all collected changes.
    /// - Throws: the last error of any write since the start, even if its changes were written later.
    package func flush() throws {
        try buffer.withLock { buffer in
            write(&buffer)
            if let failure = buffer.failure { throw failure }
        }
    }

    private func write(_ buffer: inout Buffer) {
        do {
            try state.write(buffer.changes)
            buffer.changes.removeAll(keepingCapacity: true)
        } catch {
            buffer.failure = error
        }
        buffer.lastWrite = .now
    }
}
