import Files
import Synchronization

/// The state of a batch, shared by its workers.
final class BatchProgress: Sendable {
    private struct Standing {
        var items: [PlannedWork.Item]
        var nextItem = 0
        var isStopped = false
        var summary: GenerationSummary
        /// When each running item was started.
        var starts: [Int: ContinuousClock.Instant] = [:]
    }

    private let stopsAtFailure: Bool
    private let deadline: ContinuousClock.Instant?
    private let standing: Mutex<Standing>

    init(
        items: [PlannedWork.Item],
        summary: GenerationSummary,
        stopsAtFailure: Bool,
        deadline: ContinuousClock.Instant?
    ) {
        self.deadline = deadline
        self.stopsAtFailure = stopsAtFailure
        standing = Mutex(
            Standing(items: items, isStopped: stopsAtFailure && summary.failed > 0, summary: summary)
        )
    }

    var summary: GenerationSummary {
        standing.withLock { standing in
            var summary = standing.summary
            if deadline != nil {
                summary.left = standing.items[standing.nextItem...].reduce(0) { $0 + $1.wanted.count }
            }
            return summary
        }
    }

    /// The next item with its index; nil if there are no more, the batch was stopped, or its time is over.
    func next() -> (place: Int, item: PlannedWork.Item)? {
        standing.withLock { standing in
            guard !standing.isStopped, standing.nextItem < standing.items.count else { return nil }
            if let deadline, deadline <= .now { return nil }
            let place = standing.nextItem
            standing.nextItem += 1
            standing.starts[place] = .now
            return (place, standing.items[place])
        }
    }

    /// The sources of the items that were started.
    var startedSources: [String] {
        standing.withLock { standing in standing.items[..<standing.nextItem].map(\.source) }
    }

    /// The item at an index.
    subscript(place: Int) -> PlannedWork.Item { standing.withLock { $0.items[place] } }

    /// Queues each image of an item separately for another worker. This is used if the worker died and it is unknown
    /// which image caused it, or if the worker was already failing.
    /// - Returns: false if the item was already retried.
    func retry(_ place: Int) -> Bool {
        standing.withLock { standing in
            let item = standing.items[place]
            guard !item.isRetry else { return false }
            standing.starts[place] = nil
            // Insert them next. Started items are before this index and keep theirs.
            standing.items.insert(
                contentsOf: item.wanted.map {
                    PlannedWork.Item(source: item.source, record: item.record, wanted: [$0], isRetry: true)
                },
                at: standing.nextItem
            )
            return true
        }
    }

    /// Ends an item and returns the time since its start in seconds.
    func finish(_ place: Int) -> Double {
        let start = standing.withLock { $0.starts.removeValue(forKey: place) }
        return start.map { (ContinuousClock.now - $0).inSeconds } ?? 0
    }

    func countGenerated() {
        standing.withLock { $0.summary.generated += 1 }
    }

    func countFailed() {
        standing.withLock { standing in
            standing.summary.failed += 1
            if stopsAtFailure { standing.isStopped = true }
        }
    }
}
