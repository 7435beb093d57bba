import Synchronization
import Workers

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A thread that waits for SIGINT, SIGTERM, and SIGHUP, and ends the process if the work does not end by itself.
///
/// It needs nothing of libdispatch: if that gets no thread, it sleeps forever, and so would the handler of a signal.
final class SignalThread {
    private static let numbers = [SIGINT, SIGTERM, SIGHUP]
    /// The milliseconds between the first signal and the end of the process. Work that cannot be cancelled, such as reading a
    /// list from a terminal, is cut off. This is safe, because workers die with this process and incomplete files have not
    /// been renamed.
    private static let patience: Int32 = 1500
    /// Where the handler of a signal writes its number; a handler must not take a lock.
    private static let pipeEnd = Atomic<Int32>(-1)

    private let pipe: (input: Int32, output: Int32)

    /// - Parameter action: is called for the first signal.
    /// - Throws: `ThreadRoomError` if no thread can be started.
    init(_ action: @escaping @Sendable (Int32) -> Void) throws {
        var ends: [Int32] = [-1, -1]
        guard Self.openPipe(&ends) else { throw ThreadRoomError(code: errno) }
        pipe = (ends[1], ends[0])
        let output = ends[0]
        try PlainThread.start { Self.wait(for: output, action) }
        Self.pipeEnd.store(ends[1], ordering: .sequentiallyConsistent)
        for number in Self.numbers {
            signal(number) { number in
                let code = errno
                var byte = UInt8(truncatingIfNeeded: number)
                _ = write(SignalThread.pipeEnd.load(ordering: .sequentiallyConsistent), &byte, 1)
                errno = code
            }
        }
    }

    /// From now on a signal ends the process as usual.
    func stop() {
        for number in Self.numbers { signal(number, SIG_DFL) }
        var end: UInt8 = 0
        _ = write(pipe.input, &end, 1)
    }

    private static func openPipe(_ ends: inout [Int32]) -> Bool {
        #if canImport(Glibc)
            guard Glibc.pipe(&ends) == 0 else { return false }
        #else
            guard Darwin.pipe(&ends) == 0 else { return false }
        #endif
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return true
    }

    private static func wait(for output: Int32, _ action: (Int32) -> Void) {
        guard let first = next(output) else { return }
        action(first)
        var status = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
        while true {
            let count = poll(&status, 1, patience)
            if count < 0 && errno == EINTR { continue }
            // The work ended, or a second signal came, or the time is over.
            let second = count > 0 ? next(output) : first
            guard let second else { return }
            _exit(128 + second)
        }
    }

    /// The number of the next signal; nil when the thread is stopped.
    private static func next(_ output: Int32) -> Int32? {
        var byte: UInt8 = 0
        while true {
            let count = read(output, &byte, 1)
            if count < 0 && errno == EINTR { continue }
            return count == 1 && byte != 0 ? Int32(byte) : nil
        }
    }
}
