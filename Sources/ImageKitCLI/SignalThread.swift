import Files
import Synchronization
import SystemPackage
import Workers

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A thread that waits for SIGINT, SIGTERM, and SIGHUP. The thread ends the process if the work does not end within
/// `patience` after the first signal, or if a second signal arrives.
///
/// The thread does not use libdispatch. If the system gives libdispatch no thread, libdispatch waits forever and never
/// calls its signal handlers.
final class SignalThread {
    private static let numbers = [SIGINT, SIGTERM, SIGHUP]
    /// The maximum number of milliseconds between the first signal and the exit of the process. Usually, the cancelled
    /// work ends earlier. The exit also ends work that cannot be cancelled, such as reading a list from a terminal. The
    /// exit is safe, because workers die with this process, and incomplete files still have their temporary names.
    static let shortPatience: Int32 = 1500
    /// The maximum number of milliseconds between the first signal and the exit of a command that uploads its state
    /// before it exits. The time is shorter than 30 seconds, because Kubernetes kills a pod 30 seconds after the
    /// signal.
    static let patienceForUploads: Int32 = 20_000
    /// The descriptor to which the signal handler writes the number of the signal. The variable is atomic, because a
    /// signal handler must not take a lock.
    private static let pipeEnd = Atomic<Int32>(-1)

    private let pipe: (readEnd: FileDescriptor, writeEnd: FileDescriptor)
    private let handled: [Int32]

    /// If SIGHUP is ignored, as after `nohup`, it stays ignored unless there is a `hangup`.
    /// - Parameters:
    ///   - hangup: called on the new thread for each SIGHUP before the first other signal. After that signal, `hangup`
    ///     is not called again. If `hangup` is nil, SIGHUP has the same effect as the other signals.
    ///   - action: called on the new thread with the number of the first signal.
    /// - Throws: `ThreadRoomError` if no thread can be started.
    init(
        patience: Int32,
        hangup: (@Sendable () -> Void)? = nil,
        _ action: @escaping @Sendable (Int32) -> Void
    ) throws {
        handled = Self.numbers.filter { $0 != SIGHUP || hangup != nil || !Self.isIgnored($0) }
        pipe = try ThreadRoom.openPipe()
        try PlainThread.start { [output = pipe.readEnd] in Self.wait(for: output, patience, hangup, action) }
        Self.pipeEnd.store(pipe.writeEnd.rawValue, ordering: .sequentiallyConsistent)
        for number in handled {
            signal(number) { number in
                let code = errno
                var byte = UInt8(truncatingIfNeeded: number)
                _ = write(SignalThread.pipeEnd.load(ordering: .sequentiallyConsistent), &byte, 1)
                errno = code
            }
        }
    }

    /// Restores the default handling of the signals, and ends the thread.
    func stop() {
        for number in handled { signal(number, SIG_DFL) }
        _ = try? pipe.writeEnd.writeAll([0])
    }

    private static func isIgnored(_ number: Int32) -> Bool {
        // `signal` returns the previous handler only when it sets another one.
        let handler = signal(number, SIG_IGN)
        signal(number, handler)
        // Swift cannot compare functions.
        return unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
    }

    private static func wait(
        for output: FileDescriptor,
        _ patience: Int32,
        _ hangup: (() -> Void)?,
        _ action: (Int32) -> Void
    ) {
        var received = next(output)
        while received == SIGHUP, let hangup {
            hangup()
            received = next(output)
        }
        guard let first = received else { return }
        let end = ContinuousClock.now + .milliseconds(patience)
        action(first)
        guard let last = next(output, after: first, until: end, ignoresHangups: hangup != nil) else { return }
        ChildProcess.signalAll(SIGKILL)
        _exit(128 + last)
    }

    /// Waits for another signal after `first`, and returns its number. Returns nil after `stop()`, and `first` when the
    /// time is over. An ignored SIGHUP does not extend the time.
    static func next(
        _ output: FileDescriptor,
        after first: Int32,
        until end: ContinuousClock.Instant,
        ignoresHangups: Bool
    ) -> Int32? {
        while ContinuousClock.now < end, (try? output.wait(for: .input, until: end)) == true {
            guard let number = next(output) else { return nil }
            if number != SIGHUP || !ignoresHangups { return number }
        }
        return first
    }

    /// Waits for the next signal and returns its number; nil after `stop()`.
    private static func next(_ output: FileDescriptor) -> Int32? {
        var byte: UInt8 = 0
        let count = try? withUnsafeMutableBytes(of: &byte) { try output.read(into: $0) }
        return count == 1 && byte != 0 ? Int32(byte) : nil
    }
}
