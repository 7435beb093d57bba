import Files
import Synchronization
import SystemPackage
import WorkerProtocol

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Standard output, for results, and standard error, for progress and messages.
enum StandardStream: Int32 {
    case output = 1
    case error = 2

    var isTerminal: Bool { isatty(rawValue) == 1 }

    /// The number of columns of the terminal; 80 if it is unknown.
    var width: Int {
        var size = winsize()
        guard ioctl(rawValue, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }

    /// The error of the last failed write to standard output. A closed pipe is not recorded, because the reader of a
    /// closed pipe does not need more output.
    private static let outputFailure = Mutex<Errno?>(nil)

    /// Whether results were lost, for example because the disk is full.
    static var lostOutput: Bool { outputFailure.withLock { $0 != nil } }

    /// Writes the complete text immediately.
    func write(_ text: String) {
        // Remove secrets from messages, because a message can quote a secret, for example a wrong argument. Do not
        // change results, because they are the data that the user requested.
        Array((self == .error ? text.withoutSecrets() : text).utf8).withUnsafeBytes { write($0) }
    }

    func write(_ bytes: UnsafeRawBufferPointer) {
        do {
            try FileDescriptor(rawValue: rawValue).writeAllWaiting(bytes)
        } catch {
            failed(error as? Errno ?? .ioError)
        }
    }

    func writeLine(_ text: String) { write(text + "\n") }

    /// Whether the lines of `writeMessage` start with the current time (`--timestamps`).
    static let startsMessagesWithTime = Mutex(false)

    /// Writes a message, or a result for people, on one line.
    func writeMessage(_ text: String) {
        let time = Self.startsMessagesWithTime.withLock(\.self) ? "\(UTCTime.now) " : ""
        writeLine(time + text.oneLine)
    }

    /// Writes a message such as `error: cannot read …`.
    func report(_ kind: String, _ message: Any) { writeMessage("\(kind): \(message)") }

    /// Records a failed write to standard output for the exit code. Prints a message only about the first failed write.
    private func failed(_ code: Errno) {
        guard self == .output, code != .brokenPipe else { return }
        let isFirst = Self.outputFailure.withLock { failure in
            defer { failure = code }
            return failure == nil
        }
        if isFirst {
            Self.error.writeLine("error: cannot write to standard output: \(code)")
        }
    }
}
