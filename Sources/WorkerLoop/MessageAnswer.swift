/// The lines with which a worker answers a message.
///
/// If the message has several jobs, the lines are written together every 20 ms, because each write interrupts the parent.
/// So the parent can restart the time limit of an image up to 20 ms too late. If the worker ends early, the parent sends
/// the jobs without an outcome again, each in a message of its own.
final class MessageAnswer {
    private static let interval = Duration.milliseconds(20)

    private let stream: WorkerStream
    private let isDelayed: Bool
    private var lines = ""
    private var lastWrite = ContinuousClock.now

    /// - Parameter isDelayed: whether lines are written together.
    init(_ stream: WorkerStream, isDelayed: Bool) { (self.stream, self.isDelayed) = (stream, isDelayed) }

    func add(_ line: String) throws(WorkerStream.WriteError) {
        lines += line
        if !isDelayed || .now - lastWrite >= Self.interval { try send() }
    }

    /// Writes the lines that were not written yet.
    func send() throws(WorkerStream.WriteError) {
        guard !lines.isEmpty else { return }
        try stream.write(lines)
        (lines, lastWrite) = ("", .now)
    }
}
