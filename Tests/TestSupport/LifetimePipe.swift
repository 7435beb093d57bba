import Foundation

/// A named pipe that processes keep open for writing as long as they run. The pipe ends when all these processes have
/// ended.
package final class LifetimePipe: Sendable {
    private let descriptor: Int32

    /// Creates the pipe, and opens it for reading. So a process that opens the pipe for writing does not block.
    package init(_ path: String) throws {
        guard mkfifo(path, 0o644) == 0 else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
        descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
    }

    deinit { close(descriptor) }

    /// Waits until no process has the pipe open for writing.
    /// - Returns: false if a process still has the pipe open after a minute, so that a failing test ends.
    package func waitForEnd() -> Bool {
        var buffer = [UInt8](repeating: 0, count: 100)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            if count == 0 { return true }
            guard count < 0 else { continue }
            guard errno == EAGAIN || errno == EINTR else { return false }
            var poll = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            if Foundation.poll(&poll, 1, 60_000) == 0 { return false }
        }
    }

    /// Waits like `waitForEnd`, but does not block a thread of the tests.
    package func end() async -> Bool {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(returning: self.waitForEnd()) }
        }
    }
}
