import Dispatch

/// Runs work that blocks its thread, such as reading a database, on separate threads. Such work must not block the
/// threads of asynchronous code, because Swift has only one thread per core for this code.
struct BlockingWork: Sendable {
    private let slots: Slots

    /// - Parameter count: the maximum number of threads.
    init(_ count: Int) { slots = Slots(count) }

    func run<T: Sendable>(_ work: @escaping @Sendable () throws -> T) async throws -> T {
        try await slots.use {
            try await withCheckedThrowingContinuation { continuation in
                DispatchQueue.global().async { continuation.resume(with: Result(catching: work)) }
            }
        }
    }
}
