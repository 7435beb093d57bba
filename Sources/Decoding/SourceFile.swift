#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif
import Containers
import ImageSpecs
import Vips
import WorkerProtocol

/// An open source: a regular file within the limits, in a supported format. The file is closed when the object is
/// deallocated.
package final class SourceFile: ByteSource {
    package let descriptor: Int32
    package let format: ImageFormat
    package let byteCount: Int
    /// The owner of the descriptor, if the descriptor belongs to another object.
    private let owner: AnonymousFile?

    /// - Throws: `Failure`, with a code for the reason.
    package init(path: String, limits: Job.Limits) throws(Failure) {
        // Without O_NONBLOCK, opening a pipe without a writer blocks permanently.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw SourceFile.failure(opening: errno) }
        do {
            self.byteCount = try SourceFile.checkedSize(descriptor, limits)
            self.format = try SourceFile.checkedFormat(descriptor, limits)
        } catch {
            close(descriptor)
            throw error
        }
        self.descriptor = descriptor
        owner = nil
    }

    /// Creates a source from a file without a name.
    package init(_ file: AnonymousFile, limits: Job.Limits) throws(Failure) {
        byteCount = try SourceFile.checkedSize(file.descriptor, limits)
        format = try SourceFile.checkedFormat(file.descriptor, limits)
        descriptor = file.descriptor
        owner = file
    }

    deinit { if owner == nil { close(descriptor) } }

    /// Returns a source for libvips that starts at the first byte of the file. Use only one such source at a time,
    /// because all of them share the file offset.
    func rewound() throws -> Source {
        lseek(descriptor, 0, SEEK_SET)
        return try Source(descriptor: descriptor)
    }

    /// Returns up to `count` bytes from `offset`. At the end of the file, there are fewer bytes.
    package func read(at offset: Int, count: Int) -> [UInt8] {
        guard offset >= 0, offset < byteCount, count > 0 else { return [] }
        return SourceFile.read(descriptor, at: offset, count: min(count, byteCount - offset))
    }

    /// Returns all bytes of the file.
    package func bytes() -> [UInt8] { read(at: 0, count: byteCount) }

    private static func read(_ descriptor: Int32, at offset: Int, count: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            filled = 0
            while filled < count {
                let got = pread(
                    descriptor,
                    buffer.baseAddress.map { $0 + filled },
                    count - filled,
                    off_t(offset + filled)
                )
                if got < 0 && errno == EINTR { continue }
                if got <= 0 { break }
                filled += got
            }
        }
    }

    /// Returns the failure if the disk cannot read the complete file, or nil if it can. After a failure, a decoder's
    /// error does not mean that the content of the file is broken.
    package static func readFailure(path: String) -> Failure? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return failure(opening: errno) }
        defer { close(descriptor) }
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = Self.read(descriptor, into: &chunk)
            if count == 0 { return nil }
            if count > 0 || errno == EINTR { continue }
            return Failure(code: .unreadableSource, message: "cannot read it: \(String(cString: strerror(errno)))")
        }
    }

    private static func read(_ descriptor: Int32, into chunk: inout [UInt8]) -> Int {
        chunk.withUnsafeMutableBytes { buffer in
            #if canImport(Glibc)
                Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            #else
                Darwin.read(descriptor, buffer.baseAddress, buffer.count)
            #endif
        }
    }

    private static func failure(opening error: Int32) -> Failure {
        switch error {
        case ENOENT, ENOTDIR: Failure(code: .missingSource, message: "there is no such file")
        case ENXIO: Failure(code: .notAFile, message: "it is not a regular file")
        default: Failure(code: .unreadableSource, message: "cannot open it: \(String(cString: strerror(error)))")
        }
    }

    private static func checkedSize(_ descriptor: Int32, _ limits: Job.Limits) throws(Failure) -> Int {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw failure(opening: errno) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            let kind = status.st_mode & S_IFMT == S_IFDIR ? "it is a directory" : "it is not a regular file"
            throw Failure(code: .notAFile, message: kind)
        }
        let size = Int(status.st_size)
        guard size > 0 else { throw Failure(code: .emptySource, message: "the file is empty") }
        guard size <= limits.fileBytes else {
            throw Failure(
                code: .tooLarge,
                message: "the file has \(size) bytes, more than max_file_size, \(limits.fileBytes)"
            )
        }
        return size
    }

    private static func checkedFormat(_ descriptor: Int32, _ limits: Job.Limits) throws(Failure) -> ImageFormat {
        let head = read(descriptor, at: 0, count: ImageFormat.headLength)
        guard !head.isEmpty else {
            throw Failure(code: .unreadableSource, message: "cannot read it: \(String(cString: strerror(errno)))")
        }
        guard let format = ImageFormat(head: head) else {
            let reason = UnreadFormat(head: head)?.message ?? "it is not an image in a supported format (JPEG, PNG, …)"
            throw Failure(code: .unsupportedFormat, message: reason)
        }
        guard limits.formats.contains(format) else {
            let setting = format.untrustedLoader.map { "allow_loaders (\"\($0)\")" } ?? "allow_formats"
            throw Failure(code: .unsupportedFormat, message: "it is \(format.rawValue), which \(setting) does not name")
        }
        if let name = format.blockedClass { LibVips.unblock(name) }
        return format
    }
}
