import CacheState
import Files
import Planning
import Registry
import Storage
import Synchronization
import WorkerProtocol
import Workers

/// Uploads finished images to a bucket on separate threads, so that workers make further images during an upload.
final class ObjectUploads: Sendable {
    /// The finished images of a job.
    private struct Task {
        let upload: @Sendable () -> Void
        let discard: @Sendable () -> Void
    }

    private struct State {
        var waiting: [Task] = []
        var threads = 0
        /// Resumes the workers that pause because too many jobs wait for their upload.
        var workers: [CheckedContinuation<Void, Never>] = []
        var end: CheckedContinuation<Void, Never>?
    }

    private let storage: any ObjectStorage
    private let bucket: BucketStorage
    private let settings: Settings
    private let tree: CacheTree
    private let failures: StorageFailures
    private let state = Mutex(State())

    /// The maximum number of waiting jobs for each connection. When this number is reached, the workers pause. So if
    /// the run is interrupted, it loses only a few images that are made but not uploaded.
    private static let waitingPerConnection = 8

    /// - Throws: `StorageError` if there are no credentials.
    init(to bucket: BucketStorage, of settings: Settings, _ tree: CacheTree, _ progress: BatchProgress) throws {
        storage = try bucket.open()
        self.bucket = bucket
        self.settings = settings
        self.tree = tree
        failures = StorageFailures(progress)
    }

    /// The reason why no more images were made; nil if the uploads did not stop the run.
    var stopReason: StorageError? { failures.stopReason }

    /// Uploads the images of a job later.
    /// - Parameters:
    ///   - identity: the stamp and the digest of the source before the worker read it.
    ///   - uploaded: receives the result. An image that could not be uploaded counts as failed.
    ///   - discarded: called instead of `uploaded` if the run ends before the upload starts.
    func add(
        _ job: Job,
        _ identity: SourceRecord,
        _ result: Result<Outcome, Outcome.Failure>,
        uploaded: @escaping @Sendable (Result<Outcome, Outcome.Failure>) -> Void,
        discarded: @escaping @Sendable () -> Void
    ) {
        guard case .success(let outcome) = result else { return uploaded(result) }
        let task = Task(
            upload: { [self] in
                uploaded(.success(upload(outcome, of: job, identity)))
                if !bucket.keepsLocal { removeCopies(job) }
            },
            discard: { [self] in
                discarded()
                if !bucket.keepsLocal { removeCopies(job) }
            }
        )
        let needsThread = state.withLock { state in
            state.waiting.append(task)
            guard state.threads < bucket.connections else { return false }
            state.threads += 1
            return true
        }
        guard needsThread else { return }
        do { try PlainThread.start { [self] in work() } } catch {
            // If the system starts no thread, upload on the current thread.
            work()
        }
    }

    /// Waits while too many jobs are waiting for their upload.
    func waitForRoom() async {
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            let canContinue = state.withLock { state in
                if hasRoom(state) { return true }
                state.workers.append(continuation)
                return false
            }
            if canContinue { continuation.resume() }
        }
    }

    /// Waits until all images are uploaded.
    /// - Parameter discards: whether images that are not being uploaded yet are discarded.
    func finish(discarding discards: Bool) async {
        if discards {
            let tasks = state.withLock { state in
                defer { state.waiting = [] }
                return state.waiting
            }
            for task in tasks { task.discard() }
        }
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            let isAtEnd = state.withLock { state in
                if state.threads == 0 { return true }
                state.end = continuation
                return false
            }
            if isAtEnd { continuation.resume() }
        }
    }

    private func hasRoom(_ state: State) -> Bool {
        state.waiting.count < bucket.connections * Self.waitingPerConnection
    }

    /// Uploads images until none is waiting.
    private func work() {
        while true {
            let (task, resumed) = state.withLock { state -> (Task?, [CheckedContinuation<Void, Never>]) in
                guard !state.waiting.isEmpty else {
                    state.threads -= 1
                    guard state.threads == 0, let end = state.end else { return (nil, []) }
                    state.end = nil
                    return (nil, [end])
                }
                let task = state.waiting.removeFirst()
                guard hasRoom(state) else { return (task, []) }
                defer { state.workers = [] }
                return (task, state.workers)
            }
            for continuation in resumed { continuation.resume() }
            guard let task else { return }
            task.upload()
        }
    }

    private func upload(_ outcome: Outcome, of job: Job, _ identity: SourceRecord) -> Outcome {
        // The images of a source that changed in the meantime are not recorded, so do not upload them.
        guard identity.isCurrent(for: job) else { return outcome }
        var outcome = outcome
        for (index, output) in job.outputs.enumerated() where outcome.results.indices.contains(index) {
            guard let target = output.target, case .made(let image)? = outcome.results[index],
                let name = Settings.name(of: target.path, below: settings.storageRoot)
            else { continue }
            if let failure = upload(target.path, as: name, image.format.mimeType) {
                outcome.results[index] = .failed(failure)
            }
        }
        return outcome
    }

    /// - Returns: nil if the file was uploaded.
    private func upload(_ path: String, as name: String, _ type: String) -> Outcome.Failure? {
        do {
            try storage.put(readFile(path), as: name, type: type)
            failures.reset()
            return nil
        } catch let error as StorageError {
            if error.concernsAllObjects { failures.add(error) }
            return Outcome.Failure(code: .uploadFailed, message: "\(error)")
        } catch {
            return Outcome.Failure(code: .uploadFailed, message: "\(error)")
        }
    }

    private func removeCopies(_ job: Job) {
        // Ignore errors, because a copy that is not deleted only takes space.
        for output in job.outputs { _ = try? output.target.map { try tree.delete($0.path) } }
    }
}
