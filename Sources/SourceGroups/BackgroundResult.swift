import Dispatch
import ImageSpecs
import Synchronization

/// A value that another thread computes while the caller continues.
final class BackgroundResult<Value: Sendable>: Sendable {
    private let made = Mutex<Value?>(nil)
    private let isDone = DispatchSemaphore(value: 0)

    init(_ work: @escaping @Sendable () -> Value) {
        DispatchQueue.global(qos: .userInitiated).async {
            let value = work()
            self.made.withLock { $0 = value }
            self.isDone.signal()
        }
    }

    /// Waits for the value and returns it. Call this function only once: a second call would wait forever.
    func take() -> Value? {
        isDone.wait()
        return made.withLock { $0.take() }
    }
}
