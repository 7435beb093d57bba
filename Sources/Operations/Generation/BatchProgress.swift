import Files
import Registry
import Synchronization

/// The state of a batch, shared by its workers.
final class BatchProgress: Sendable {
    private struct State {
        var items: [PlannedWork.Item]
        var nextItem = 0
        var isStopped = false
        /// The number of items that were postponed since the last call of `begin`.
        var postponed = 0
        /// The number of images that were started and then stopped, usually because the time was over.
        var interrupted = 0
        var summary: GenerationSummary
        /// The number of images that are neither made nor failed.
        var left: Int
        /// The reason why no more files can be written.
        var obstacle: WriteObstacle?
        /// The start time of each running item, by its index.
        var starts: [Int: ContinuousClock.Instant] = [:]
        /// Whether all items were added.
        var isComplete: Bool
        /// The tasks that wait for more items.
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let stopsAtFailure: Bool
    private let deadline: ContinuousClock.Instant?
    private let now: @Sendable () -> ContinuousClock.Instant
    private let state: Mutex<State>

    init(
        items: [PlannedWork.Item],
        summary: GenerationSummary,
        stopsAtFailure: Bool,
        deadline: ContinuousClock.Instant?,
        now: @escaping @Sendable () -> ContinuousClock.Instant = { .now },
        isComplete: Bool = true
    ) {
        self.deadline = deadline
        self.now = now
        self.stopsAtFailure = stopsAtFailure
        state = Mutex(
            State(
                items: items,
                isStopped: stopsAtFailure && summary.failed > 0,
                summary: summary,
                left: items.reduce(0) { $0 + $1.images.count },
                isComplete: isComplete
            )
        )
    }

    var summary: GenerationSummary {
        state.withLock { state in
            var summary = state.summary
            if deadline != nil {
                summary.left = state.items[state.nextItem...].reduce(state.interrupted) { $0 + $1.images.count }
            }
            return summary
        }
    }

    /// Returns the next item with its index. Returns nil if no items are left, the batch was stopped, or its time is
    /// over.
    /// - Parameter joining: whether the item shares a message with other items. If so, the function also returns nil if
    ///   the next item needs a message of its own.
    func next(joining: Bool) -> (index: Int, item: PlannedWork.Item)? {
        state.withLock { state in
            guard !state.isStopped, state.nextItem < state.items.count else { return nil }
            if isOver { return nil }
            let index = state.nextItem
            if joining, state.items[index].isAlone { return nil }
            state.nextItem += 1
            state.starts[index] = .now
            return (index, state.items[index])
        }
    }

    /// Adds work that was planned after the batch began.
    func add(_ work: PlannedWork) {
        change { state in
            let items = work.items.flatMap(\.parts)
            state.items += items
            state.items[state.nextItem...].sort { $0.precedes($1) }
            state.left += items.reduce(0) { $0 + $1.images.count }
            state.summary.fresh += work.summary.fresh
            state.summary.failed += work.summary.failed
            state.summary.unreadFolders += work.summary.unreadFolders
            state.summary.unreadGroups += work.summary.unreadGroups
        }
    }

    /// Call this function after the last items were added.
    func complete() { change { $0.isComplete = true } }

    /// Changes the state, and resumes the tasks that wait for more items.
    private func change(_ body: (inout State) -> Void) {
        let waiting = state.withLock { state in
            body(&state)
            defer { state.waiting = [] }
            return state.waiting
        }
        for task in waiting { task.resume() }
    }

    /// Waits for more items after `next` returned nil.
    /// - Returns: whether `next` can return more items. False if the task was cancelled, the batch was stopped, its
    ///   time is over, or all items were added and started.
    func waitForItems() async -> Bool {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let mustWait = state.withLock { state in
                    let mustWait =
                        !Task.isCancelled && !state.isComplete && !state.isStopped && !isOver
                        && state.nextItem == state.items.count
                    if mustWait { state.waiting.append(continuation) }
                    return mustWait
                }
                if !mustWait { continuation.resume() }
            }
        } onCancel: {
            change { _ in }
        }
        return !Task.isCancelled && !isOver
            && state.withLock { !$0.isStopped && (!$0.isComplete || $0.nextItem < $0.items.count) }
    }

    /// Whether the time of the run is over.
    var isOver: Bool { deadline.map { $0 <= now() } ?? false }

    /// Ends an item that was stopped, usually because the time of the run is over.
    /// - Returns: the seconds since the item was started.
    func interrupt(_ index: Int) -> Double {
        state.withLock { $0.interrupted += $0.items[index].images.count }
        return finish(index)
    }

    var interruptedImages: Int { state.withLock(\.interrupted) }

    /// The items that must be retried because their worker died, and that were not started again.
    var unstartedRetries: [PlannedWork.Item] {
        state.withLock { state in state.items[state.nextItem...].filter(\.isRetry) }
    }

    /// Moves an item to the end, because another process is making one of its images.
    /// - Returns: whether all remaining items were postponed.
    func postpone(_ index: Int) -> Bool {
        state.withLock { state in
            state.starts[index] = nil
            state.items.append(state.items[index])
            state.postponed += 1
            return state.postponed >= state.items.count - state.nextItem
        }
    }

    /// Records that an item is being made now. `item` contains only the images that no other process has made.
    func begin(_ index: Int, _ item: PlannedWork.Item) {
        state.withLock { state in
            state.items[index] = item
            state.postponed = 0
        }
    }

    /// The sources of the items that were started.
    var startedSources: [String] {
        state.withLock { state in state.items[..<state.nextItem].compactMap(\.origin.sourceName) }
    }

    subscript(index: Int) -> PlannedWork.Item { state.withLock { $0.items[index] } }

    /// Queues each image of an item as a separate item for a new worker. Call this function if the worker died and it
    /// is unknown which image is the cause. The cause can be any image of the item, or an image that the worker made
    /// before.
    /// - Returns: false if the item was already retried.
    func retry(_ index: Int) -> Bool {
        var isRetried = false
        change { state in
            let item = state.items[index]
            guard !item.isRetry else { return }
            isRetried = true
            state.starts[index] = nil
            // Retries come first, so insert them before all items that were not started. The indices of started items
            // do not change.
            state.items.insert(
                contentsOf: item.images.map {
                    PlannedWork.Item(origin: item.origin, record: item.record, images: [$0], isRetry: true)
                },
                at: state.nextItem
            )
        }
        return isRetried
    }

    /// Ends an item.
    /// - Returns: the seconds since the item was started.
    func finish(_ index: Int) -> Double {
        let start = state.withLock { $0.starts.removeValue(forKey: index) }
        return start.map { (ContinuousClock.now - $0).inSeconds } ?? 0
    }

    func countFresh() {
        state.withLock { state in
            state.summary.fresh += 1
            state.left -= 1
        }
    }

    /// Stops the batch: `next` returns no more items.
    /// - Parameter obstacle: the reason why no more files can be written; nil for another reason.
    func stop(at obstacle: WriteObstacle? = nil) {
        change { state in
            state.isStopped = true
            state.obstacle = state.obstacle ?? obstacle
        }
    }

    var obstacle: WriteObstacle? { state.withLock(\.obstacle) }

    /// The number of images that are neither made nor failed.
    var imagesLeft: Int { state.withLock(\.left) }

    func countGenerated() {
        state.withLock { state in
            state.summary.generated += 1
            state.left -= 1
        }
    }

    func countFailed() {
        state.withLock { state in
            state.summary.failed += 1
            state.left -= 1
            if stopsAtFailure { state.isStopped = true }
        }
    }
}
