import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Measures how much processor time a process uses. On an overloaded machine, this is less than the time that passes.
final class ProcessorClock: Sendable {
    private struct State {
        var start: Duration?
        var end: Duration?
    }

    private let process: pid_t
    private let state = Mutex(State())

    init(of process: pid_t) { self.process = process }

    func restart() {
        let now = time
        state.withLock { $0 = State(start: now) }
    }

    /// Stops the measurement. Call this function before the process ends, because an ended process has no clock.
    func stop() {
        let now = time
        state.withLock { $0.end = now }
    }

    /// The processor time between the last `restart` and `stop`; nil if it is unknown.
    var elapsed: Duration? {
        state.withLock { state in state.start.flatMap { start in state.end.map { $0 - start } } }
    }

    private var time: Duration? {
        #if canImport(Glibc)
            var clock = clockid_t()
            var time = timespec()
            guard clock_getcpuclockid(process, &clock) == 0, clock_gettime(clock, &time) == 0 else { return nil }
            return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
        #else
            return nil
        #endif
    }
}
