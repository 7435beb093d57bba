import Dispatch

/// Runs work that blocks its thread, such as reading a database, on separate threads. Swift runs asynchronous code on
/// only one thread per core, so these threads must not be blocked.
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
