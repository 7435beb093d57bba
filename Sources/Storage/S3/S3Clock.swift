import Files
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The time of requests. A server refuses a request if the time of the request differs from the server's clock by more
/// than 15 minutes. After such a refusal, requests use the time of the server, because imagekit cannot set the clock of
/// the machine.
package final class S3Clock: Sendable {
    private let time: @Sendable () -> Int
    private let sleep: @Sendable (Duration) -> Void
    /// The seconds by which the server's clock is ahead of the clock of this machine.
    private let offset = Mutex(0)

    /// - Parameters:
    ///   - time: returns the seconds since 1970.
    ///   - sleep: waits before the next attempt.
    package init(
        time: @escaping @Sendable () -> Int = currentSeconds,
        sleep: @escaping @Sendable (Duration) -> Void = { usleep(useconds_t($0.inSeconds * 1e6)) }
    ) {
        self.time = time
        self.sleep = sleep
    }

    var now: UTCTime { UTCTime(seconds: time() + offset.withLock(\.self)) }

    func set(_ time: UTCTime) { offset.withLock { $0 = time.seconds - self.time() } }

    func pause(_ duration: Duration) { sleep(duration) }
}
