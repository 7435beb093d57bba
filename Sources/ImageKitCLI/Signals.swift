import Dispatch
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Runs `body` so that SIGINT, SIGTERM, and SIGHUP cancel it and the exit status names the signal. A second signal ends
/// the process immediately.
func withSignals(_ body: @escaping @Sendable () async throws -> ExitStatus) async throws -> ExitStatus {
    // Ignore SIGPIPE: write() returns EPIPE instead.
    signal(SIGPIPE, SIG_IGN)
    // Ignore SIGXFSZ: write() beyond `ulimit -f` returns EFBIG instead.
    signal(SIGXFSZ, SIG_IGN)
    let received = Mutex<Int32?>(nil)
    let task = Task { try await body() }
    let sources = [SIGINT, SIGTERM, SIGHUP].map { number in
        signal(number, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
        source.setEventHandler {
            let isSecond = received.withLock { received in
                defer { received = number }
                return received != nil
            }
            if isSecond { _exit(128 + number) }
            task.cancel()
            // Work that cannot be cancelled, such as reading a list from a terminal, is cut off. This is safe, because
            // workers die with this process and incomplete files have not been renamed.
            DispatchQueue.global().asyncAfter(deadline: .now() + 1.5) { _exit(128 + number) }
        }
        source.resume()
        return source
    }
    defer { for source in sources { source.cancel() } }
    let status = try await task.value
    switch received.withLock(\.self) {
    case nil: return status
    case SIGINT: return .interrupted
    default: return .terminated
    }
}

/// The number of processors that this process can use.
var availableCores: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }
