import Files
import ImageSpecs
import SourceGroups
import Storage
import Synchronization
import WorkerProtocol
import Workers

/// Downloads those sources of a batch that are in buckets, on a few separate threads. Workers cannot download them,
/// because they have no network.
///
/// The threads download sources before workers need them, in the order of the batch. The number of downloaded sources
/// that wait for a worker is limited, because their copies take space and cannot be deleted while they wait.
final class SourceDownloads: Sendable {
    private typealias Download = Result<SourceCopy, SourceCopyError>
    private typealias Waiter = CheckedContinuation<Download, Never>

    private typealias PlannedSource = (name: String, stamp: FileStamp)

    private struct State {
        /// The sources whose turn has not come yet, in reverse order of the batch. Each source occurs once.
        var coming: [PlannedSource]
        /// The sources that a worker waits for, and that no thread is downloading yet.
        var requested: [SourceObject] = []
        /// The sources that were added to `requested`. They are skipped in `coming`.
        var early: Set<ByteName> = []
        /// The sources that threads are downloading.
        var active: Set<ByteName> = []
        /// The downloaded sources that no worker has requested yet.
        var ready: [ByteName: Download] = [:]
        var waiters: [ByteName: [Waiter]] = [:]
        var threads = 0
        var isStopped = false
        /// Resumed when no thread is active.
        var end: CheckedContinuation<Void, Never>?
    }

    private let catalog: SourceCatalog
    private let progress: BatchProgress
    private let failures: StorageFailures
    private let connections: Int
    private let state: Mutex<State>

    /// - Parameter items: the items of the batch, in its order. A source can occur several times.
    /// - Returns: nil if no source is in a bucket.
    init?(_ items: [PlannedWork.Item], _ catalog: SourceCatalog, _ progress: BatchProgress) {
        let objects = items.compactMap { catalog.object(of: $0.origin.key, $0.record.stamp) }
        guard let first = objects.first else { return nil }
        self.catalog = catalog
        self.progress = progress
        failures = StorageFailures(progress)
        connections = objects.reduce(first.bucket.connections) { max($0, $1.bucket.connections) }
        var seen: Set<ByteName> = []
        let sources = objects.filter { seen.insert(ByteName($0.name)).inserted }
        state = Mutex(State(coming: sources.map { ($0.name, $0.stamp) }.reversed()))
    }

    /// The reason why no more images were made; nil if the downloads did not stop the run.
    var stopReason: StorageError? { failures.stopReason }

    /// Whether the downloads were stopped before the end of the batch.
    var isStopped: Bool { state.withLock(\.isStopped) }

    /// Returns a copy of a source, and waits for its download.
    /// - Returns: nil if the run was cancelled, or if its time is over.
    /// - Throws: the failure of the images of the source.
    func copy(of object: SourceObject) async throws(Outcome.Failure) -> SourceCopy? {
        let result = await withTaskCancellationHandler {
            await wait(for: object)
        } onCancel: {
            stop()
        }
        switch result {
        case .success(let copy): return copy
        case .failure(.stopped): return nil
        case .failure(let error): throw error.failure
        }
    }

    /// Stops all downloads. Threads end after their current request. Nothing waits for the threads, because a slow
    /// server must not delay the end of the run.
    func stop() {
        let (waiters, end) = state.withLock { state in
            state.isStopped = true
            state.requested = []
            defer { (state.waiters, state.end) = ([:], nil) }
            return (state.waiters.values.flatMap(\.self), state.end)
        }
        for waiter in waiters { waiter.resume(returning: .failure(.stopped)) }
        end?.resume()
    }

    private func wait(for object: SourceObject) async -> Download {
        await withCheckedContinuation { (waiter: Waiter) in
            let name = ByteName(object.name)
            let ready = state.withLock { state -> Download? in
                if let ready = state.ready.removeValue(forKey: name) { return ready }
                if state.isStopped { return .failure(.stopped) }
                // If another worker waits for the source, the source is already requested or being downloaded.
                let isNew = state.waiters[name] == nil && !state.active.contains(name)
                state.waiters[name, default: []].append(waiter)
                if isNew {
                    state.requested.append(object)
                    state.early.insert(name)
                }
                return nil
            }
            if let ready { waiter.resume(returning: ready) }
            startThreads()
        }
    }

    /// Waits until no thread is active, but does not wait if the downloads were stopped. Then releases the copies that
    /// no worker has used.
    func finish() async {
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            let isAtEnd = state.withLock { state in
                if state.isStopped || state.threads == 0 { return true }
                state.coming = []
                state.end = continuation
                return false
            }
            if isAtEnd { continuation.resume() }
        }
        stop()
        let rest = state.withLock { state in
            defer { state.ready = [:] }
            return state.ready
        }
        // Release the copies outside the lock, because their release can delete files, which takes time.
        withExtendedLifetime(rest) {}
    }

    private func startThreads() {
        while true {
            let canStart = state.withLock { state in
                guard state.threads < connections, !state.requested.isEmpty || hasRoom(state) else { return false }
                state.threads += 1
                return true
            }
            guard canStart else { return }
            do { try PlainThread.start { [self] in work() } } catch {
                // If no other thread can start, download on this thread.
                return work()
            }
        }
    }

    /// Whether a source can be downloaded before a worker requests it.
    private func hasRoom(_ state: State) -> Bool {
        !state.isStopped && !state.coming.isEmpty && state.ready.count + state.active.count < connections * 2
    }

    private func work() {
        while true {
            let (object, end) = state.withLock { state -> (SourceObject?, CheckedContinuation<Void, Never>?) in
                if let object = next(&state) {
                    state.active.insert(ByteName(object.name))
                    return (object, nil)
                }
                state.threads -= 1
                guard state.threads == 0 else { return (nil, nil) }
                defer { state.end = nil }
                return (nil, state.end)
            }
            end?.resume()
            guard let object else { return }
            let result = download(object)
            let name = ByteName(object.name)
            let waiters = state.withLock { state in
                state.active.remove(name)
                let waiters = state.waiters.removeValue(forKey: name) ?? []
                if waiters.isEmpty, !state.isStopped { state.ready[name] = result }
                return waiters
            }
            for waiter in waiters { waiter.resume(returning: result) }
        }
    }

    private func next(_ state: inout State) -> SourceObject? {
        if !state.requested.isEmpty { return state.requested.removeFirst() }
        while hasRoom(state), let (text, stamp) = state.coming.popLast() {
            let name = ByteName(text)
            if state.early.contains(name) || state.ready[name] != nil || state.active.contains(name) { continue }
            if let object = catalog.object(of: text, stamp) { return object }
        }
        return nil
    }

    private func download(_ object: SourceObject) -> Download {
        do throws(SourceCopyError) {
            let copy = try catalog.copy(of: object, isStopped: { [self] in isStopped || progress.isOver })
            failures.reset()
            return .success(copy)
        } catch {
            if let reason = error.ofAllObjects { failures.add(reason) }
            return .failure(error)
        }
    }
}
