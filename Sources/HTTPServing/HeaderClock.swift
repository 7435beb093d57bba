import Serving
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The text of the header `Date`, which is formatted once a second.
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
