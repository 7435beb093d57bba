import Synchronization

/// Collects changes from several workers and writes many changes in one transaction, because a transaction takes far
/// more time than the write of one row.
package final class StateWriter: Sendable {
    private struct Buffer {
        var changes: [StateChange] = []
        /// The functions to call when the changes are written.
        var actions: [@Sendable () -> Void] = []
        var lastWrite = ContinuousClock.now
        var failure: (any Error)?
    }

    private let state: any WritableState
    private let buffer = Mutex(Buffer())

    package init(_ state: any WritableState) { self.state = state }

    /// - Parameter written: called after the changes are written.
    package func add(_ changes: [StateChange], written: (@Sendable () -> Void)? = nil) {
        buffer.withLock { buffer in
            buffer.changes += changes
            if let written { buffer.actions.append(written) }
            if buffer.changes.count >= 1000 || .now - buffer.lastWrite > .seconds(1) { write(&buffer) }
        }
    }

    /// Writes all collected changes.
    /// - Throws: the error of the last failed write, even if a later write succeeded.
    package func flush() throws {
        try buffer.withLock { buffer in
            write(&buffer)
            if let failure = buffer.failure { throw failure }
        }
    }

    /// Whether any write has failed so far.
    package var hasFailed: Bool { buffer.withLock { $0.failure != nil } }

    private func write(_ buffer: inout Buffer) {
        do {
            try state.write(buffer.changes)
            buffer.changes.removeAll(keepingCapacity: true)
            for action in buffer.actions { action() }
            buffer.actions.removeAll(keepingCapacity: true)
        } catch {
            buffer.failure = error
        }
        buffer.lastWrite = .now
    }
}
