import Dispatch

/// Runs work that blocks its thread, such as reading a database, on threads of its own. Swift has only one thread per
/// core for asynchronous code, and these threads must not wait.
struct BlockingWork: Sendable {
    private let slots: Slots

    /// - Parameter count: the number of threads.
    init(_ count: Int) { slots = Slots(count) }

    func run<T: Sendable>(_ work: @escaping @Sendable () throws -> T) async throws -> T {
        try await slots.use {
            try await withCheckedThrowingContinuation { continuation in
                DispatchQueue.global().async { continuation.resume(with: Result(catching: work)) }
            }
        }
    }
}
