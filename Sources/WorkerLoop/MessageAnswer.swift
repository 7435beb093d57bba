/// The lines with which a worker answers a message.
///
/// If the message has several jobs, lines are collected, because each write interrupts the parent. All collected lines
/// are written if the last write was at least 20 ms ago when a line is added, and at the end of the message. A line
/// restarts the parent's time limit only when it is written. So the time limit for decoding a source or making an image
/// can include up to 20 ms of earlier work. If the worker ends early, the parent sends the jobs without an outcome
/// again, each in a message of its own.
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
