/// The number of jobs in the next message to a worker.
///
/// A message costs the parent and the worker more time than a tiny image. So jobs that take little time share a
/// message. If the worker ends early, the parent repeats all unfinished jobs of the message. So a message takes at most
/// about 50 ms.
struct MessageSize {
    private(set) var jobs = 1
    private static let duration = Duration.milliseconds(50)
    private static let maxJobs = 64

    /// - Parameter count: the number of jobs that took the duration.
    mutating func learn(duration: Duration, of count: Int) {
        let fitting = Self.duration / max(duration / count, .nanoseconds(1))
        jobs = max(1, min(2 * jobs, Self.maxJobs, Int(fitting)))
    }
}
