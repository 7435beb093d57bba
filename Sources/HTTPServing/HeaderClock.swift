import Serving
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The value of the header `Date`. The text is formatted at most once a second, because every answer contains it.
final class HeaderClock: Sendable {
    private let last = Mutex((seconds: 0, text: ""))

    var text: String {
        let now = Int(time(nil))
        return last.withLock { last in
            if last.seconds != now { last = (now, HTTPDate(seconds: now).text) }
            return last.text
        }
    }
}
