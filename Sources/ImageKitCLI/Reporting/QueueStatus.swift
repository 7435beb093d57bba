import Files
import JSON
import Queues
import Redis

/// The numbers of bundles and the dead letters of a queue, for `imagekit status --queue`.
struct QueueStatus {
    private let address: String
    private let counts: QueueCounts
    private let letters: [DeadLetter]

    init(_ address: QueueAddress) throws(RedisError) {
        let queue = BundleQueue(address)
        self.address = address.text
        counts = try queue.counts()
        letters = try queue.deadLetters()
    }

    var json: JSONText {
        [
            "waiting": .integer(counts.waiting), "taken": .integer(counts.taken),
            "dead_letters": .array(
                letters.map { letter in
                    [
                        "id": .string(letter.id), "time": .string(UTCTime(seconds: letter.time).description),
                        "reason": .string(letter.reason),
                        "sources": .array((letter.bundle?.sources ?? []).map { .string($0) }),
                    ]
                }
            ),
        ]
    }

    var lines: [String] {
        let taken = "\(counts.taken) taken, \(counted(letters.count, "dead letter"))"
        return ["queue \(address): \(counted(counts.waiting, "bundle")) waiting, \(taken)"]
            + letters.map { letter in
                "  dead letter \(letter.id): \(letter.subject) since \(UTCTime(seconds: letter.time)): \(letter.reason)"
            }
    }
}

extension DeadLetter {
    /// A phrase such as `photos/a.jpg and 12 more sources`.
    fileprivate var subject: String {
        guard let sources = bundle?.sources, let first = sources.first else { return "not a bundle" }
        let name = first.isEmpty ? "canvases" : first
        return sources.count == 1 ? name : "\(name) and \(counted(sources.count - 1, "more source"))"
    }
}
