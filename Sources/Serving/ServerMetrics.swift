import Files
import Synchronization

/// Counts for `/-/metrics`, in the text format of Prometheus.
package final class ServerMetrics: Sendable {
    private struct Counts {
        var responses: [Int: Int] = [:]
        var bytes = 0
        var made = 0
        var failed = 0
        var seconds = 0.0
        var buckets = [Int](repeating: 0, count: ServerMetrics.bounds.count)
        var connections = 0
    }

    /// The upper bounds of the buckets of the histogram `image_seconds`, in seconds.
    private static let bounds = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

    private let counts = Mutex(Counts())

    package init() {}

    package func responded(_ status: Int, bytes: Int) {
        counts.withLock { counts in
            counts.responses[status, default: 0] += 1
            counts.bytes += bytes
        }
    }

    package func connections(changedBy number: Int) { counts.withLock { $0.connections += number } }

    func made(in duration: Duration) {
        let seconds = duration.inSeconds
        counts.withLock { counts in
            counts.made += 1
            counts.seconds += seconds
            for (index, bound) in Self.bounds.enumerated() where seconds <= bound { counts.buckets[index] += 1 }
        }
    }

    func failed() { counts.withLock { $0.failed += 1 } }

    /// - Parameter waiting: the number of images that are being made or wait.
    func text(waiting: Int) -> String {
        let counts = counts.withLock(\.self)
        var text = ""
        func add(_ name: String, _ type: String, _ help: String, _ samples: [(labels: String, value: String)]) {
            text += "# HELP imagekit_\(name) \(help)\n# TYPE imagekit_\(name) \(type)\n"
            for sample in samples { text += "imagekit_\(name)\(sample.labels) \(sample.value)\n" }
        }
        add(
            "http_requests_total",
            "counter",
            "Answered requests by status.",
            counts.responses.sorted { $0.key < $1.key }.map { ("{status=\"\($0.key)\"}", "\($0.value)") }
        )
        add("http_response_bytes_total", "counter", "Bytes of all answers.", [("", "\(counts.bytes)")])
        add("http_connections", "gauge", "Open connections.", [("", "\(counts.connections)")])
        add("images_made_total", "counter", "Images made on request.", [("", "\(counts.made)")])
        add("images_failed_total", "counter", "Requested images that could not be made.", [("", "\(counts.failed)")])
        add("images_waiting", "gauge", "Images that are being made or wait.", [("", "\(waiting)")])
        let buckets = zip(Self.bounds, counts.buckets).map { ("_bucket{le=\"\($0)\"}", "\($1)") }
        add(
            "image_seconds",
            "histogram",
            "Time to make an image.",
            buckets + [
                ("_bucket{le=\"+Inf\"}", "\(counts.made)"), ("_sum", "\(counts.seconds)"), ("_count", "\(counts.made)"),
            ]
        )
        return text
    }
}
