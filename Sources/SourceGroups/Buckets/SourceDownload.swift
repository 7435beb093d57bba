import Crypto
import Files
import Registry
import Storage
import SystemPackage

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The download of one object. The bytes are written to a file whose name identifies the content. So a later download
/// can continue where an interrupted download ended. The file is renamed when it is complete.
struct SourceDownload {
    let object: SourceObject
    let storage: any ObjectStorage
    /// The path of the complete copy.
    let path: String

    /// The number of bytes that one request downloads. This number is less than the maximum size of a response. After a
    /// fault, only the current part is downloaded again.
    static let partSize = 8 << 20

    /// Whether to end the download before its next request.
    var isStopped: @Sendable () -> Bool = { false }

    func run() throws(SourceCopyError) {
        let (file, partial): (FileDescriptor, String)
        do throws(FileError) { (file, partial) = try open() } catch { throw .file(error) }
        defer {
            // Closing the file does not always end the lock: a worker that starts at this moment has a copy of the
            // descriptor until its program runs. So unlock the file first.
            _ = flock(file.rawValue, LOCK_UN)
            try? file.close()
        }
        var start = Int(lseek(file.rawValue, 0, SEEK_END))
        // Discard the bytes of an earlier download if there are too many of them. Also discard them if the object has
        // no MD5, because only the MD5 shows whether they are correct.
        if start > object.bytes || object.md5 == nil { start = 0 }
        var isVerified = start > 0 ? try !fetch(from: start, file, partial) && isIntact(partial) : false
        // Download the object from its start if there are no earlier bytes, or if they are wrong or cannot be verified.
        if !isVerified { isVerified = try fetch(from: 0, file, partial) || isIntact(partial) }
        guard isVerified else {
            unlink(partial)
            throw .damaged(object.address)
        }
        // After a crash of the machine, a file with the final name must be complete. So flush the file before it is
        // renamed, unless the file system does not support this.
        guard fsync(file.rawValue) == 0 || Errno.last == .invalidArgument, rename(partial, path) == 0 else {
            throw .file(FileError("write", path))
        }
    }

    /// Downloads the bytes from an offset to the end.
    /// - Returns: whether the object is encrypted (`ObjectContent.isEncrypted`). The MD5 of an encrypted object is
    ///   unknown, so bytes of an earlier download cannot be verified. If `start` is greater than 0, the download of
    ///   such an object therefore ends after the first request.
    private func fetch(from start: Int, _ file: FileDescriptor, _ partial: String) throws(SourceCopyError) -> Bool {
        var (size, isEncrypted) = (start, false)
        ftruncate(file.rawValue, off_t(start))
        while size < object.bytes {
            if isStopped() { throw .stopped }
            let end = min(size + Self.partSize, object.bytes)
            let isWhole = size == 0 && end == object.bytes
            let content: ObjectContent
            do throws(StorageError) {
                content = try storage.get(object.name, isWhole ? nil : size..<end, tag: object.tag)
            } catch {
                // If the object was replaced or deleted, the bytes that were downloaded before are useless.
                if error.isOfChange || error.isOfAbsence { unlink(partial) }
                throw .storage(error)
            }
            guard content.bytes.count == end - size else {
                unlink(partial)
                throw .damaged(object.address)
            }
            isEncrypted = content.isEncrypted
            if isEncrypted, start > 0 { return true }
            do throws(FileError) {
                _ = try FileError.naming("write", partial) {
                    try file.writeAll(toAbsoluteOffset: Int64(size), content.bytes)
                }
            } catch {
                throw .file(error)
            }
            size = end
        }
        return isEncrypted
    }

    /// Opens the file of an earlier download that did not end, or a new file. If another process is downloading the
    /// object now, opens a new file with a random name, which no other process uses.
    private func open() throws(FileError) -> (FileDescriptor, path: String) {
        let shared = path + ".part"
        let file = try open(shared)
        if flock(file.rawValue, LOCK_EX | LOCK_NB) == 0, isAt(shared, file) { return (file, shared) }
        try? file.close()
        let own = "\(path).\(randomName()).part"
        let other = try open(own)
        _ = flock(other.rawValue, LOCK_EX | LOCK_NB)
        return (other, own)
    }

    private func open(_ path: String) throws(FileError) -> FileDescriptor {
        try FileError.naming("write", path) {
            try FileDescriptor.open(
                path,
                .readWrite,
                options: [.create, .noFollow, .closeOnExec],
                permissions: FilePermissions(rawValue: 0o644)
            )
        }
    }

    /// Whether the open file is at this path. Another process can have renamed it before it was locked.
    private func isAt(_ path: String, _ file: FileDescriptor) -> Bool {
        guard let stamp = FileStamp(path: path), let status = try? file.stat() else { return false }
        return FileStamp(status).inode == stamp.inode
    }

    /// Whether the file has the MD5 of the object. If this MD5 is unknown, the result is true.
    private func isIntact(_ path: String) -> Bool {
        guard let md5 = object.md5 else { return true }
        guard let file = try? RegularFile(path, followingLink: false) else { return false }
        var hash = Insecure.MD5()
        guard (try? file.forEachChunk({ hash.update(bufferPointer: $0) })) != nil else { return false }
        return hash.finalize().number == md5
    }
}
