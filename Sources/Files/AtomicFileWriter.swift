import SystemPackage

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Writes a file in parts. A regular file changes only in `commit`, and in one step, as with `writeAtomically`. A pipe,
/// a device, or an open descriptor receives the parts directly.
package final class AtomicFileWriter {
    /// The path that errors contain.
    private let path: String
    private let destination: Destination
    private let descriptor: FileDescriptor
    /// The path of the temporary file; nil if the destination is not a regular file and is therefore written to
    /// directly.
    private let temporary: String?
    private var buffer: [UInt8] = []
    private var isOpen = true

    package init(_ path: String) throws(FileError) {
        self.path = path
        destination = try Destination(path)
        switch destination {
        case .descriptor(let descriptor): (self.descriptor, temporary) = (descriptor, nil)
        case .device(let device):
            temporary = nil
            descriptor = try FileError.naming("write", path) {
                try FileDescriptor.open(device, .writeOnly, options: .closeOnExec)
            }
        case .file(let file):
            // The temporary name is random. A process id is not sufficient: two processes in different containers can
            // have the same id and write the same file at the same time. A killed process leaves its temporary file.
            // Later runs do not delete it, because it looks like the file of a process that is writing.
            let name = "\(folder(ofFile: file))/.imagekit-\(randomName()).tmp"
            temporary = name
            descriptor = try FileError.naming("write", path) {
                let permissions = FilePermissions(rawValue: 0o666)
                return try FileDescriptor.create(name, permissions: permissions)
            }
            if let former = try? Stat(file) { fchmod(descriptor.rawValue, former.permissions.rawValue) }
        }
    }

    package func append(_ text: String) throws(FileError) { try append(Array(text.utf8)) }

    package func append(_ bytes: [UInt8]) throws(FileError) {
        guard buffer.count + bytes.count < Self.bufferSize else {
            try flush()
            try write(bytes)
            return
        }
        buffer += bytes
    }

    private static let bufferSize = 1 << 16

    private func flush() throws(FileError) {
        try write(buffer)
        buffer.removeAll(keepingCapacity: true)
    }

    private func write(_ bytes: [UInt8]) throws(FileError) {
        try FileError.naming("write", path) { try bytes.withUnsafeBytes { try descriptor.writeAllWaiting($0) } }
    }

    /// Writes the buffered bytes, and replaces a regular file. Call this function once.
    /// - Parameter syncing: whether to wait for the disk.
    package func commit(syncing: Bool = true) throws(FileError) {
        try flush()
        guard case .file(let file) = destination, let temporary else { return }
        let isSynced = !syncing || fsync(descriptor.rawValue) == 0 || Errno.last == .invalidArgument
        guard isSynced else { throw FileError("write", path) }
        isOpen = false
        do throws(FileError) {
            try FileError.naming("write", path) {
                try descriptor.close()
                guard rename(temporary, file) == 0 else { throw Errno.last }
            }
        } catch {
            unlink(temporary)
            throw error
        }
        guard syncing else { return }
        let folder = folder(ofFile: file)
        try syncFolders(from: folder, to: folder)
    }

    deinit {
        guard isOpen else { return }
        if case .descriptor = destination { return }
        try? descriptor.close()
        if let temporary { unlink(temporary) }
    }
}
