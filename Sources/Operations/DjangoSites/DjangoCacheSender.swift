import DjangoCache
import Dispatch
import Registry
import Synchronization

/// Sends requests to a site's cache on a thread of its own, because requests block their thread.
///
/// A process has one sender for each cache, so that all requests to the cache share a connection. After a failure, the
/// sender sends nothing for some seconds, so that a server that is down delays only one of many requests.
final class DjangoCacheSender: Sendable {
    private struct Key: Hashable {
        let setting: DjangoCacheSetting
        let prefix: String
        let isSafe: Bool
    }

    private struct State {
        /// The time when the current request was sent; nil between requests.
        var start: ContinuousClock.Instant?
        var outage: (end: ContinuousClock.Instant, reason: DjangoCacheError)?
    }

    /// Sendable, because the cache is used only on `queue`.
    private struct Cache: @unchecked Sendable {
        let cache: DjangoCache
    }

    private let cache: Cache
    private let queue = DispatchQueue(label: "imagekit.django-cache")
    private let state = Mutex(State())

    private static let senders = Mutex<[Key: DjangoCacheSender]>([:])
    /// How long callers wait for one request. Most steps of a request have a shorter time limit, but a request can have
    /// many steps. The look-up of a host and the access to files have no other time limit.
    private static let patience = Duration.seconds(6)
    /// How long nothing is sent after a failure.
    private static let pause = Duration.seconds(10)

    /// - Returns: nil if the registry does not name the cache of a site.
    static func of(_ settings: Settings) -> DjangoCacheSender? {
        guard let setting = settings.djangoCache else { return nil }
        let key = Key(setting: setting, prefix: settings.cachePrefix, isSafe: settings.usesMemcachedSafeCacheKey)
        return senders.withLock { senders in
            let sender = senders[key] ?? DjangoCacheSender(setting, settings)
            senders[key] = sender
            return sender
        }
    }

    private init(_ setting: DjangoCacheSetting, _ settings: Settings) {
        cache = Cache(cache: DjangoCache(setting, settings))
    }

    /// Runs work that sends requests, after all earlier work.
    func async(_ work: @escaping @Sendable () -> Void) { queue.async(execute: work) }

    /// Sends one request. Call this function only in the work of `async`, and once for each request, because
    /// `patience` limits the time of one call of this function.
    func send(_ request: (DjangoCache) throws -> Void) throws(DjangoCacheError) {
        let outage = state.withLock { state in
            state.start = .now
            return state.outage.flatMap { $0.end > .now ? $0.reason : nil }
        }
        defer { state.withLock { $0.start = nil } }
        if let outage { throw outage }
        do { try request(cache.cache) } catch {
            let reason = error as? DjangoCacheError ?? .unusable("", reason: "\(error)")
            fail(reason)
            throw reason
        }
    }

    /// Waits until all earlier work is done. The cancellation of the task does not end the wait.
    /// - Throws: an error if a request takes too long. The request can still reach the server.
    func wait() async throws(DjangoCacheError) {
        let (ends, end) = AsyncStream<Bool>.makeStream()
        queue.async { end.yield(true) }
        let timer = Task.detached { [self] in
            while !isStuck { try await Task.sleep(for: .milliseconds(200)) }
            end.yield(false)
        }
        defer { timer.cancel() }
        // Read the stream in a separate task, because a cancelled task reads nothing.
        let isDone = await Task { await ends.first { _ in true } ?? false }.value
        guard !isDone else { return }
        let reason = DjangoCacheError.unusable("", reason: "it did not answer in time")
        fail(reason)
        throw reason
    }

    private var isStuck: Bool { state.withLock { $0.start.map { $0 + Self.patience < .now } ?? false } }

    private func fail(_ reason: DjangoCacheError) { state.withLock { $0.outage = (.now + Self.pause, reason) } }
}
