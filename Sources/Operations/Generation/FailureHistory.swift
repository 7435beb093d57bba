import CacheState
import Files
import Planning
import Registry
import Synchronization
import WorkerProtocol

/// Compares the failures of a run with the failures that earlier runs reported, so that each failure is reported in
/// detail only once.
///
/// Two failures are the same if they concern the same image, and have the same code and the same content of the source.
final class FailureHistory: Sendable {
    private struct State {
        /// Failures of earlier runs for images that this run has not yet examined.
        var known: [FailureKey: FailureRecord] = [:]
        /// Failures of earlier runs whose images this run tries to make.
        var tried: [FailureKey: FailureRecord] = [:]
        /// The images that fail in this run.
        var failing: Set<FailureKey> = []
        var changes: [StateChange] = []
        var summary = FailureSummary()
    }

    /// The time of the run in seconds since 1970.
    private let now: Int
    private let state = Mutex(State())

    init(now: Int = currentSeconds()) { self.now = now }

    /// Sets the failures of earlier runs, except the failures of images that this run has already examined. If planning
    /// starts again, this function is called again.
    func learn(_ failures: [FailureKey: FailureRecord?]) {
        state.withLock { state in
            state.known = failures.compactMapValues(\.self).filter { key, _ in
                !state.failing.contains(key) && state.tried[key] == nil
            }
        }
    }

    /// Records that an image fails.
    /// - Parameter digest: the digest of the source; nil if it is unknown.
    /// - Returns: when an earlier run reported the same failure, in seconds since 1970; nil if the failure is new.
    func failed(_ generator: String, _ origin: ImageOrigin, _ failure: Outcome.Failure, _ digest: ContentDigest?)
        -> Int?
    {
        let key = FailureKey(source: origin.key, generator: generator)
        return state.withLock { state in
            let earlier = state.tried.removeValue(forKey: key) ?? state.known.removeValue(forKey: key)
            let since = earlier.flatMap { $0.isSame(as: failure, of: digest) ? $0.since : nil }
            state.failing.insert(key)
            state.summary.add(origin.sourceName, since: since)
            if since == nil {
                let record = FailureRecord(failure: failure, digest: digest, since: now)
                state.changes.append(.failure(key, record))
            }
            return since
        }
    }

    /// Records that the run will try to make an image. The earlier failure of the image is kept until the result is
    /// recorded.
    func tries(_ generator: String, _ origin: ImageOrigin) {
        state.withLock { state in
            guard !state.known.isEmpty else { return }
            let key = FailureKey(source: origin.key, generator: generator)
            if let record = state.known.removeValue(forKey: key) { state.tried[key] = record }
        }
    }

    /// Records that an image exists, so that it no longer counts as failed.
    func succeeded(_ generator: String, _ origin: ImageOrigin) {
        state.withLock { state in
            guard !state.known.isEmpty || !state.tried.isEmpty else { return }
            let key = FailureKey(source: origin.key, generator: generator)
            guard state.tried.removeValue(forKey: key) ?? state.known.removeValue(forKey: key) != nil else { return }
            state.changes.append(.failure(key, nil))
        }
    }

    /// Forgets the failures of images that this run did not examine, because the registry no longer requires these
    /// images. Call this function after all sources were examined.
    /// - Parameter isObsolete: whether such failures of a generator can be forgotten, because the run examined all its
    ///   images, or because the registry does not contain the generator.
    func forgetRest(where isObsolete: (_ generator: String) -> Bool) {
        state.withLock { state in
            for key in state.known.keys where isObsolete(key.generator.text) {
                state.known[key] = nil
                state.changes.append(.failure(key, nil))
            }
        }
    }

    /// Returns the changes of the state since the last call.
    func takeChanges() -> [StateChange] {
        state.withLock { state in
            defer { state.changes.removeAll() }
            return state.changes
        }
    }

    var summary: FailureSummary { state.withLock(\.summary) }
}

extension FailureRecord {
    fileprivate func isSame(as other: Outcome.Failure, of digest: ContentDigest?) -> Bool {
        // A source that cannot be read has no digest. So compare only the codes for such a source.
        failure.code == other.code && (digest == nil || self.digest == nil || self.digest == digest)
    }
}
