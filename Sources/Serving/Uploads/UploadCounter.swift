import Synchronization

/// Counts the uploads that are received or processed at the same time, up to a maximum.
final class UploadCounter: Sendable {
    /// An upload that is counted until this object is released.
    final class Entry: Sendable {
        private let counter: UploadCounter

        fileprivate init(_ counter: UploadCounter) { self.counter = counter }

        deinit { counter.count.withLock { $0 -= 1 } }
    }

    private let maximum: Int
    private let count = Mutex(0)

    init(maximum: Int) { self.maximum = maximum }

    /// - Returns: nil if there are too many uploads.
    func enter() -> Entry? {
        let isAccepted = count.withLock { count in
            guard count < maximum else { return false }
            count += 1
            return true
        }
        return isAccepted ? Entry(self) : nil
    }
}
