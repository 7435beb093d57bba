import Decoding
import Pictures
import SystemPackage
import Vips
import WorkerProtocol

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The standard output and standard error of a program. Both streams are read at the same time, until both end.
struct ProgramStreams {
    /// The pipes are kept, because a pipe closes its descriptors when it is deallocated.
    private let output: ProgramPipe
    private let errors: ProgramPipe
    /// The maximum number of bytes on standard output.
    private let maxBytes: Int
    /// The last bytes of standard error.
    private var messages: [UInt8] = []
    /// Whether earlier bytes of standard error were dropped.
    private var isTruncated = false

    init(output: ProgramPipe, errors: ProgramPipe, maxBytes: Int) {
        self.output = output
        self.errors = errors
        self.maxBytes = maxBytes
    }

    /// - Returns: the standard output.
    /// - Throws: `ProcessorError` if the output has more than `maxBytes` bytes.
    mutating func read() throws -> AnonymousFile {
        let file = try AnonymousFile()
        var size = 0
        var open = [output.reader, errors.reader]
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
        defer { buffer.deallocate() }
        while !open.isEmpty {
            var waiting = open.map { pollfd(fd: $0.rawValue, events: Int16(POLLIN), revents: 0) }
            if poll(&waiting, nfds_t(waiting.count), -1) < 0 && Errno(rawValue: errno) != .interrupted { break }
            for stream in waiting where stream.revents != 0 {
                let stream = FileDescriptor(rawValue: stream.fd)
                let chunk = UnsafeRawBufferPointer(rebasing: buffer.prefix((try? stream.read(into: buffer)) ?? 0))
                if chunk.isEmpty {
                    open.removeAll { $0 == stream }
                } else if stream == output.reader {
                    size += chunk.count
                    guard size <= maxBytes else {
                        throw ProcessorError(
                            description: "a program wrote more than the \(maxBytes) bytes that are read"
                        )
                    }
                    try file.append(chunk)
                } else {
                    messages += chunk
                    isTruncated = isTruncated || messages.count > 4096
                    messages = messages.suffix(4096)
                }
            }
        }
        return file
    }

    /// The last lines of standard error, joined to one line.
    var lastErrorLines: String {
        var lines = String(decoding: messages, as: UTF8.self).split(whereSeparator: \.isNewline)
        // If the start of the first line was dropped, the rest of the line can contain a part of a secret. Such a part
        // is not recognised as a secret, so replace the whole line.
        if isTruncated, !lines.isEmpty { lines[0] = "…" }
        // Mask secrets before lines are truncated, because a truncated secret is not recognised.
        return lines.suffix(3).map { String(String($0).withoutSecrets().prefix(300)) }.joined(separator: " / ")
    }
}

/// A pipe. A child process inherits an end of the pipe only as one of its standard streams.
final class ProgramPipe {
    let reader: FileDescriptor
    let writer: FileDescriptor
    private var isWriterOpen = true

    init() throws {
        do {
            (reader, writer) = try FileDescriptor.pipe()
        } catch {
            throw ProcessorError(description: "cannot create a pipe: \(error)")
        }
        for end in [reader, writer] { _ = fcntl(end.rawValue, F_SETFD, FD_CLOEXEC) }
    }

    func closeWriter() {
        if isWriterOpen { try? writer.close() }
        isWriterOpen = false
    }

    deinit {
        closeWriter()
        try? reader.close()
    }
}
