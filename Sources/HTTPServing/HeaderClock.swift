import Files
import Synchronization

/// The value of the header `Date`. The text is formatted at most once a second, because every answer contains it.
final class HeaderClock: Sendable {
    private let last = Mutex((time: UTCTime(seconds: 0), text: ""))

    var text: String {
        let now = UTCTime.now
        return last.withLock { last in
            if last.time != now { last = (now, now.httpDate) }
            return last.text
        }
    }
}
