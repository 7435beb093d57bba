import Synchronization

/// Limits the number of uploads that are received or processed at the same time.
final class UploadLimit: Sendable {
    /// An upload that is counted until this object is released.
    final class Entry: Sendable {
        private let limit: UploadLimit

        fileprivate init(_ limit: UploadLimit) { self.limit = limit }

        deinit { limit.count.withLock { $0 -= 1 } }
    }

    private let capacity: Int
    private let count = Mutex(0)

    init(_ capacity: Int) { self.capacity = capacity }

    /// - Returns: nil if there are too many uploads.
    func enter() -> Entry? {
        let isAccepted = count.withLock { count in
            guard count < capacity else { return false }
            count += 1
            return true
        }
        return isAccepted ? Entry(self) : nil
    }
}
