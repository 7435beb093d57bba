import DjangoCache
import Files
import Foundation
import Planning
import Registry
import Synchronization

/// Updates a site's cache during a run: the states of the images that the run makes and deletes.
///
/// A thread of its own sends the updates, so that a slow server does not slow the run. After the first failure, nothing
/// more is sent, unless the cache was only full. The record of the updates makes the next run repeat what was lost.
package final class DjangoCacheUpdates: Sendable {
    private enum Change {
        case exists(String)
        case deleted(String)
    }

    private struct State {
        var changes: [Change] = []
        /// The changes that are being sent.
        var inFlight: [Change] = []
        var isSending = false
        /// The reason why changes were not sent.
        var failure: DjangoCacheError?
        /// The number of changes that were sent or given up.
        var progress = 0
        /// Deleted files whose states were not deleted.
        var undeleted: [String] = []
        /// The number of changes that were not sent.
        var lost = 0
        /// The files with deletions of earlier commands.
        var files: [String] = []

        mutating func lose(_ changes: [Change]) {
            undeleted += changes.compactMap { if case .deleted(let name) = $0 { name } else { nil } }
            lost += changes.count
        }
    }

    /// The cache is used only on `queue`.
    private struct Cache: @unchecked Sendable {
        let cache: DjangoCache
    }

    private let cache: Cache
    private let record: DjangoCacheRecord
    private let queue = DispatchQueue(label: "imagekit.django-cache")
    private let state = Mutex(State())
    private let setting: DjangoCacheSetting

    /// How long a run waits at its end for a server that makes no progress.
    private static let patience = DispatchTimeInterval.milliseconds(1500)

    /// - Returns: nil if no site is notified.
    package init?(_ settings: Settings) {
        guard let setting = settings.djangoCache else { return nil }
        cache = Cache(cache: DjangoCache(setting, settings))
        record = DjangoCacheRecord(settings)
        self.setting = setting
        if let outage = Self.outages.withLock({ $0[setting] }), outage.end > .now {
            state.withLock { $0.failure = outage.reason }
        }
    }

    /// A server that did not answer is not asked again for some seconds, so that it delays only one of many requests.
    private static let outages = Mutex<[DjangoCacheSetting: (end: ContinuousClock.Instant, reason: DjangoCacheError)]>(
        [:])
    private static let pause = Duration.seconds(10)

    // MARK: - Changes

    package func exists(_ name: String) { add([.exists(name)]) }

    func deleted(_ names: [String]) { add(names.map(Change.deleted)) }

    private func add(_ changes: [Change]) {
        guard !changes.isEmpty else { return }
        let starts = state.withLock { state in
            state.changes += changes
            defer { state.isSending = true }
            return !state.isSending
        }
        if starts { queue.async { self.send() } }
    }

    /// Sends the changes until there are no more.
    private func send() {
        while true {
            let changes = state.withLock { state -> [Change] in
                let changes = Array(state.changes.prefix(DjangoCache.batch))
                state.changes.removeFirst(changes.count)
                state.inFlight = changes
                if changes.isEmpty { state.isSending = false }
                return changes
            }
            if changes.isEmpty { return }
            let failed = hasFailed
            do {
                if failed { state.withLock { $0.lose(changes) } } else { try send(changes) }
            } catch {
                fail(error)
                state.withLock { $0.lose(changes) }
            }
            state.withLock { $0.progress += changes.count }
        }
    }

    private func send(_ changes: [Change]) throws {
        // The last change of a name counts.
        var exists: [ByteName: Bool] = [:]
        for change in changes {
            switch change {
            case .exists(let name): exists[ByteName(name)] = true
            case .deleted(let name): exists[ByteName(name)] = false
            }
        }
        try cache.cache.forget(exists.filter { !$0.value }.map(\.key.text))
        do {
            try cache.cache.setExisting(exists.filter(\.value).map(\.key.text))
        } catch let error as DjangoCacheError where error.isPartial {
            note(error)
        }
    }

    private var hasFailed: Bool { state.withLock { $0.failure.map { !$0.isPartial } ?? false } }

    private func note(_ error: DjangoCacheError) {
        state.withLock { state in
            guard case .full(let location, let maxEntries, let left) = error else { return state.failure = error }
            var total = left
            if case .full(_, _, let before) = state.failure { total += before }
            state.failure = .full(location, maxEntries: maxEntries, left: total)
        }
    }

    private func fail(_ error: any Error) {
        let error = error as? DjangoCacheError ?? .unusable("", reason: "\(error)")
        state.withLock { $0.failure = error }
        Self.outages.withLock { $0[setting] = (.now + Self.pause, error) }
    }

    // MARK: - A complete run

    /// Starts a run: deletes the states that an earlier command could not delete, and checks whether the cache still has
    /// the states of earlier runs. Does not wait.
    func begin() {
        queue.async { [self] in
            guard !hasFailed else { return }
            do {
                let isKnown = try record.mark.map { try cache.cache.contains(mark: $0) } ?? false
                if !isKnown { record.forgetMark() }
                let (names, files) = record.takeDeletions()
                state.withLock { $0.files = files }
                deleted(names)
            } catch {
                fail(error)
            }
        }
    }

    /// Whether the cache lacks states of images that earlier runs made, for example because the server was restarted.
    func lacksStates() -> Bool {
        guard wait() else { return false }
        return !hasFailed && record.mark == nil
    }

    /// Writes the states of all given images, and marks the cache as complete.
    /// - Parameter names: calls its argument with each name.
    func complete(_ names: ((String) throws -> Void) throws -> Void) throws {
        var count = 0
        do {
            try names { name in
                exists(name)
                count += 1
                // Wait from time to time, so that the memory does not grow with the number of images.
                if count % 10_000 == 0, !wait() || hasFailed { throw Interruption() }
            }
        } catch is Interruption {
            return
        }
        guard wait(), !hasFailed else { return }
        let mark = String(UInt64.random(in: 0 ... .max), radix: 36)
        queue.async { [self] in
            do {
                try cache.cache.write(mark: mark)
                record.write(mark: mark)
            } catch {
                fail(error)
            }
        }
    }

    /// The cache cannot be used any more.
    private struct Interruption: Error {}

    // MARK: - The end

    /// Waits until all changes are sent, and reports why some are lost.
    package func finish(_ report: any GenerationReport) {
        if !wait() {
            state.withLock { state in
                state.failure = .unusable("", reason: "it did not answer in time")
                state.lose(state.inFlight + state.changes)
                (state.inFlight, state.changes) = ([], [])
            }
        }
        let (failure, undeleted, lost) = state.withLock { ($0.failure, $0.undeleted, $0.lost) }
        if failure?.isPartial == false, lost > 0 {
            record.forgetMark()
            record.add(deletions: undeleted)
        }
        record.discard(state.withLock(\.files))
        guard let failure else { return }
        report.siteIsNotNotified("\(DjangoCacheFailure(reason: failure, undeleted: undeleted.count))")
    }

    /// Waits as long as changes are being sent.
    /// - Returns: whether all were sent or given up.
    private func wait() -> Bool {
        var before = state.withLock(\.progress)
        while true {
            let end = DispatchSemaphore(value: 0)
            queue.async { end.signal() }
            if end.wait(timeout: .now() + Self.patience) == .success {
                if state.withLock({ !$0.isSending }) { return true }
                continue
            }
            let now = state.withLock(\.progress)
            if now == before { return false }
            before = now
        }
    }
}
