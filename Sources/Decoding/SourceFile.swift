import Containers
import ImageSpecs
import SystemPackage
import Vips
import WorkerProtocol

/// A source whose file is open. It is a regular file within the limits, in a supported format. The file is closed when
/// the object is deallocated.
package final class SourceFile: ByteSource {
    package let descriptor: FileDescriptor
    package let format: ImageFormat
    package let byteCount: Int
    /// The owner of the descriptor, if the descriptor belongs to another object.
    private let owner: AnonymousFile?

    /// - Throws: `Failure`, with a code for the reason.
    package init(path: String, limits: Job.Limits) throws(Failure) {
        let descriptor = try SourceFile.open(path)
        do {
            self.byteCount = try SourceFile.checkedSize(descriptor, limits)
            self.format = try SourceFile.checkedFormat(descriptor, limits)
        } catch {
            try? descriptor.close()
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

    deinit { if owner == nil { try? descriptor.close() } }

    /// Returns a `Source` of libvips that starts at the first byte of the file. Use only one `Source` of the file at a
    /// time, because all of them share the file offset.
    func rewound() throws -> Source {
        try descriptor.seek(offset: 0, from: .start)
        return try Source(descriptor: descriptor.rawValue)
    }

    /// Returns up to `count` bytes from `offset`. At the end of the file, the result has fewer bytes. If the disk
    /// cannot read the bytes, the result is empty, and `readFailure` gives the reason.
    package func read(at offset: Int, count: Int) -> [UInt8] {
        guard offset >= 0, offset < byteCount, count > 0 else { return [] }
        return (try? SourceFile.read(descriptor, at: offset, count: min(count, byteCount - offset))) ?? []
    }

    /// Returns all bytes of the file.
    package func bytes() -> [UInt8] { read(at: 0, count: byteCount) }

    private static func read(_ descriptor: FileDescriptor, at offset: Int, count: Int) throws -> [UInt8] {
        try [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            filled = 0
            while filled < count {
                let rest = UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: buffer[filled..<count]))
                let got = try descriptor.read(fromAbsoluteOffset: Int64(offset + filled), into: rest)
                if got == 0 { break }
                filled += got
            }
        }
    }

    /// Returns the failure if the file cannot be opened, or cannot be read completely. Otherwise, returns nil. The
    /// worker calls this function after a decoder reports a broken file, because the cause can be the disk instead of
    /// the content.
    package static func readFailure(path: String) -> Failure? {
        let descriptor: FileDescriptor
        do throws(Failure) { descriptor = try open(path) } catch { return error }
        defer { try? descriptor.close() }
        let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
        defer { chunk.deallocate() }
        do {
            while try descriptor.read(into: chunk) > 0 {}
            return nil
        } catch {
            return Failure(code: .unreadableSource, message: "cannot read it: \(error)")
        }
    }

    private static func open(_ path: String) throws(Failure) -> FileDescriptor {
        do {
            // Without `nonBlocking`, opening a pipe blocks until another process opens it for writing.
            return try FileDescriptor.open(path, .readOnly, options: [.closeOnExec, .nonBlocking])
        } catch Errno.noSuchFileOrDirectory, Errno.notDirectory {
            throw Failure(code: .missingSource, message: "there is no such file")
        } catch Errno.noSuchAddressOrDevice {
            throw Failure(code: .notAFile, message: "it is not a regular file")
        } catch {
            throw Failure(code: .unreadableSource, message: "cannot open it: \(error)")
        }
    }

    private static func checkedSize(_ descriptor: FileDescriptor, _ limits: Job.Limits) throws(Failure) -> Int {
        guard let status = try? descriptor.stat(), status.type == .regular else {
            let isFolder = (try? descriptor.stat())?.type == .directory
            throw Failure(code: .notAFile, message: isFolder ? "it is a directory" : "it is not a regular file")
        }
        let size = Int(status.size)
        guard size > 0 else { throw Failure(code: .emptySource, message: "the file is empty") }
        guard size <= limits.fileBytes else {
            throw Failure(
                code: .tooLarge,
                message: "the file has \(size) bytes, more than max_file_size, \(limits.fileBytes)"
            )
        }
        return size
    }

    private static func checkedFormat(
        _ descriptor: FileDescriptor,
        _ limits: Job.Limits
    ) throws(Failure) -> ImageFormat {
        let head: FileHead
        do {
            head = FileHead(try read(descriptor, at: 0, count: FileHead.length))
        } catch {
            throw Failure(code: .unreadableSource, message: "cannot read it: \(error)")
        }
        guard let format = ImageFormat(head) else {
            let reason =
                UnreadFormat(head: head.bytes)?.message ?? "it is not an image in a supported format (JPEG, PNG, …)"
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
