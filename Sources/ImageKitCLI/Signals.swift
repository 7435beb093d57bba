import Dispatch
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Runs `body` so that SIGINT, SIGTERM and SIGHUP cancel it, and the exit status says which came; a second signal
/// ends the process at once.
func withSignals(_ body: @escaping @Sendable () async throws -> ExitStatus) async throws -> ExitStatus {
    // A worker or a reader that is gone is told by the write that fails; the signal would end everything.
    signal(SIGPIPE, SIG_IGN)
    // So is a file that grows beyond `ulimit -f`.
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
            // Whatever does not come to an end by itself, such as reading a list from a terminal, is safe to cut off:
            // workers die with this process, and what is half done has not been renamed.
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

/// How many processors this process may use.
var availableCores: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }
