import Serving
import Synchronization

/// Reports that the server has too few file descriptors, at most once a minute.
final class DescriptorWarning: Sendable {
    private static let interval = Duration.seconds(60)

    private let report: @Sendable (ServerMessage) -> Void
    private let last = Mutex<ContinuousClock.Instant?>(nil)

    init(report: @escaping @Sendable (ServerMessage) -> Void) { self.report = report }

    func write(_ reason: String) {
        let now = ContinuousClock.now
        let isDue = last.withLock { last in
            if let last, now < last + Self.interval { return false }
            last = now
            return true
        }
        guard isDue else { return }
        report(
            .error("\(reason); raise the limit of open files with LimitNOFILE= in the systemd unit, or with ulimit -n")
        )
    }
}
