import Dispatch
import ImageSpecs
import Synchronization

/// What another thread works out while the caller goes on.
final class Ahead<Value: Sendable>: Sendable {
    private let made = Mutex<Value?>(nil)
    private let isDone = DispatchSemaphore(value: 0)

    init(_ work: @escaping @Sendable () -> Value) {
        DispatchQueue.global(qos: .userInitiated).async {
            let value = work()
            self.made.withLock { $0 = value }
            self.isDone.signal()
        }
    }

    /// Waits for it. It is handed over, and so asked for once.
    func take() -> Value? {
        isDone.wait()
        return made.withLock { $0.take() }
    }
}
