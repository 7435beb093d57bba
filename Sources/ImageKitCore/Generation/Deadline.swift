import Synchronization

/// Does something when a time has passed, unless it is cancelled before.
final class Deadline: Sendable {
    private let passed = Mutex(false)
    private let timer = Mutex<Task<Void, Never>?>(nil)

    init(after duration: Duration, _ action: @escaping @Sendable () -> Void) {
        let task = Task {
            guard (try? await Task.sleep(for: duration)) != nil else { return }
            passed.withLock { $0 = true }
            action()
        }
        timer.withLock { $0 = task }
    }

    var hasPassed: Bool { passed.withLock(\.self) }

    func cancel() { timer.withLock { $0?.cancel() } }
}
