#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

import Synchronization
import WorkerProtocol

/// Standard output for results, standard error for progress and messages.
enum StandardStream: Int32 {
    case output = 1
    case error = 2

    var isTerminal: Bool { isatty(rawValue) == 1 }

    /// Columns of the terminal, 80 where it does not tell.
    var width: Int {
        var size = winsize()
        guard ioctl(rawValue, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }

    /// Why something was not written to standard output; a reader that is gone is nobody to tell.
    private static let outputFailure = Mutex<Int32?>(nil)

    /// Whether results were lost, to a full disk say.
    static var lostOutput: Bool { outputFailure.withLock { $0 != nil } }

    /// Writes at once and whole.
    func write(_ text: String) {
        // Results are what was asked for; messages quote whatever somebody has put in the wrong place.
        Array((self == .error ? text.withoutSecrets() : text).utf8).withUnsafeBytes { write($0) }
    }

    func write(_ bytes: UnsafeRawBufferPointer) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = Self.write(rawValue, UnsafeRawBufferPointer(rebasing: rest))
            if count < 0 && errno != EINTR && errno != EAGAIN { return failed(errno) }
            rest = rest.dropFirst(max(count, 0))
        }
    }

    func writeLine(_ text: String) { write(text + "\n") }

    /// `error: cannot read …`, on one line.
    func tell(_ kind: String, _ message: Any) { writeLine("\(kind): \(message)".oneLine) }

    /// Tells of the first failure; the exit code tells of it too.
    private func failed(_ code: Int32) {
        guard self == .output, code != EPIPE else { return }
        let isFirst = Self.outputFailure.withLock { failure in
            defer { failure = code }
            return failure == nil
        }
        if isFirst {
            Self.error.writeLine("error: cannot write to standard output: \(String(cString: strerror(code)))")
        }
    }

    private static func write(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
        #if canImport(Glibc)
            Glibc.write(descriptor, bytes.baseAddress, bytes.count)
        #else
            Darwin.write(descriptor, bytes.baseAddress, bytes.count)
        #endif
    }
}

extension String {
    /// On one line and harmless to a terminal: control characters are escaped.
    var oneLine: String {
        var text = ""
        for scalar in unicodeScalars {
            switch scalar.value {
            case 0x0A: text += "\\n"
            case 0x0D: text += "\\r"
            case 0x09: text += "\\t"
            case ..<0x20, 0x7F..<0xA0: text += "\\x" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
            // Some readers take the first two for line ends; the others turn the order of what is read.
            case 0x2028, 0x2029, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069:
                text += "\\u" + String(scalar.value, radix: 16)
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}
