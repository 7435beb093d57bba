#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A file descriptor that a worker writes to. This type replaces Foundation's `FileHandle`, because Foundation is four
/// times as large as the rest of the worker.
struct WorkerStream {
    struct WriteError: Error, CustomStringConvertible {
        let code: Int32

        var description: String { "cannot write to the parent process: \(String(cString: strerror(code)))" }
    }

    static let messages = WorkerStream(descriptor: STDERR_FILENO)

    private let descriptor: Int32

    private init(descriptor: Int32) { self.descriptor = descriptor }

    /// Reserves standard output for outcomes. If a library prints to standard output, its text goes to standard error.
    static func reservingStandardOutput() throws(WriteError) -> WorkerStream {
        let descriptor = dup(STDOUT_FILENO)
        guard descriptor >= 0, dup2(STDERR_FILENO, STDOUT_FILENO) >= 0 else { throw WriteError(code: errno) }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        return WorkerStream(descriptor: descriptor)
    }

    func write(_ text: String) throws(WriteError) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Self.write(descriptor, $0) }
            guard count >= 0 || errno == EINTR else { throw WriteError(code: errno) }
            rest = rest.dropFirst(max(count, 0))
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
