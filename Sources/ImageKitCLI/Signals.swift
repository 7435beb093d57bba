import Synchronization
import Workers

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Runs `body`, and cancels it on SIGINT, SIGTERM, or SIGHUP. After such a signal, the returned status is `interrupted`
/// for SIGINT, and `terminated` for the other two signals. A second such signal ends the process immediately. `nohup`
/// starts a process with SIGHUP ignored, and then SIGHUP does not cancel `body`.
/// - Parameters:
///   - patience: the maximum time in milliseconds between the signal and the exit of the process.
///   - hangup: called for each SIGHUP before the first other signal. SIGHUP then neither cancels `body` nor ends the
///     process. Nil if SIGHUP cancels `body`.
func withSignals(
    patience: Int32 = SignalThread.shortPatience,
    hangup: (@Sendable () -> Void)? = nil,
    _ body: @escaping @Sendable () async throws -> ExitStatus
) async throws -> ExitStatus {
    // Ignore SIGPIPE, so that write() fails with EPIPE instead of ending the process.
    signal(SIGPIPE, SIG_IGN)
    // Ignore SIGXFSZ, so that write() beyond `ulimit -f` fails with EFBIG instead of ending the process.
    signal(SIGXFSZ, SIG_IGN)
    let received = Mutex<Int32?>(nil)
    let work = Mutex<Task<ExitStatus, any Error>?>(nil)
    // Receive signals before the work starts. Otherwise, a signal could end this process while its programs continue to
    // run.
    let signals = try SignalThread(patience: patience, hangup: hangup) { number in
        received.withLock { $0 = number }
        // Cancel the work first, so that it does not report the end of a program as an error.
        work.withLock { $0?.cancel() }
        // Stop the programs of source groups, because the work can wait for them. A terminal sends no signals to these
        // programs, because each program has its own process group.
        ChildProcess.signalAll(SIGTERM)
    }
    defer {
        signals.stop()
        // Kill programs that still run, because cancelled work can end before its programs end.
        ChildProcess.signalAll(SIGKILL)
    }
    let task = Task { try await body() }
    work.withLock { $0 = task }
    if received.withLock(\.self) != nil { task.cancel() }
    let result = await task.result
    switch received.withLock(\.self) {
    case nil: return try result.get()
    case SIGINT: return .interrupted
    default: return .terminated
    }
}
