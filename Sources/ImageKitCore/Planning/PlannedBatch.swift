import Dispatch
import Synchronization

/// Some candidates that are planned on another thread while the caller goes on.
final class PlannedBatch: Sendable {
    /// Held until the batch is given up, so that they are freed by the thread that read them: two threads wait for each
    /// other where one frees what the other allocates.
    private let candidates: [Candidate]
    private let planned = Mutex<[PlannedSource]>([])
    private let isDone = DispatchSemaphore(value: 0)

    init(_ candidates: [Candidate], _ planner: Planner) {
        self.candidates = candidates
        DispatchQueue.global(qos: .userInitiated).async {
            let sources = self.candidates.map(planner.plan)
            self.planned.withLock { $0 = sources }
            self.isDone.signal()
        }
    }

    /// In the candidates' order. Asked for once.
    func sources() -> [PlannedSource] {
        isDone.wait()
        return planned.withLock { sources in
            defer { sources = [] }
            return sources
        }
    }
}
