import SystemPackage

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A file descriptor that a worker writes to. This type replaces Foundation's `FileHandle`, because Foundation is four
/// times as large as the rest of the worker.
struct WorkerStream {
    struct WriteError: Error, CustomStringConvertible {
        let code: Errno

        var description: String { "cannot write to the parent process: \(code)" }
    }

    static let messages = WorkerStream(descriptor: .standardError)

    private let descriptor: FileDescriptor

    private init(descriptor: FileDescriptor) { self.descriptor = descriptor }

    /// Reserves standard output for outcomes and answers. If a library prints to standard output, the text goes to
    /// standard error.
    static func reservingStandardOutput() throws(WriteError) -> WorkerStream {
        try failing {
            let descriptor = try FileDescriptor.standardOutput.duplicate()
            _ = fcntl(descriptor.rawValue, F_SETFD, FD_CLOEXEC)
            _ = try FileDescriptor.standardError.duplicate(as: .standardOutput)
            return WorkerStream(descriptor: descriptor)
        }
    }

    func write(_ text: String) throws(WriteError) {
        _ = try Self.failing { try descriptor.writeAll(text.utf8) }
    }

    private static func failing<Result>(_ calls: () throws -> Result) throws(WriteError) -> Result {
        do { return try calls() } catch { throw WriteError(code: error as? Errno ?? .ioError) }
    }
}
