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

/// The download of one object. A cut or killed download continues where it ended, because its bytes are in a file with
/// the name of the content. The file is renamed when it is complete.
struct SourceDownload {
    let object: SourceObject
    let storage: any ObjectStorage
    /// The path of the complete copy.
    let path: String

    /// The size of one request. After a fault, only the current part is downloaded again. It is less than the maximum
    /// size of a response.
    static let partSize = 8 << 20

    /// Whether to end the download before its next request.
    var isStopped: @Sendable () -> Bool = { false }

    func run() throws(SourceCopyError) {
        let (file, partial): (FileDescriptor, String)
        do throws(FileError) { (file, partial) = try open() } catch { throw .file(error) }
        defer {
            // A worker that starts at this moment has a copy of the descriptor until its program runs. So closing the file
            // does not always end the lock.
            _ = flock(file.rawValue, LOCK_UN)
            try? file.close()
        }
        var start = Int(lseek(file.rawValue, 0, SEEK_END))
        // Only the MD5 of the object shows whether the bytes of an earlier download are correct.
        if start > object.bytes || object.md5 == nil { start = 0 }
        var isVerified = start > 0 ? try !fetch(from: start, file, partial) && isIntact(partial) : false
        // Download the object again from its start if the earlier bytes are wrong, or cannot be verified.
        if !isVerified { isVerified = try fetch(from: 0, file, partial) || isIntact(partial) }
        guard isVerified else {
            unlink(partial)
            throw .damaged(object.address)
        }
        // After a crash of the machine, a file with the final name must be complete.
        guard fsync(file.rawValue) == 0 || Errno.last == .invalidArgument, rename(partial, path) == 0 else {
            throw .file(FileError("write", path))
        }
    }

    /// Downloads the bytes from an offset to the end.
    /// - Returns: whether the server encrypts the object. If so, its tag is not the MD5 of the content. In this case, the
    ///   download ends after the first request if it began after the start of the object.
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
                // The bytes of another content are of no use.
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

    /// Opens the file of an earlier download that did not end, or a new file. If another process downloads the object,
    /// the file is one that only this process knows.
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

    /// Whether a file still has this path. Another process can have renamed it.
    private func isAt(_ path: String, _ file: FileDescriptor) -> Bool {
        guard let stamp = FileStamp(path: path), let status = try? file.stat() else { return false }
        return FileStamp(status).inode == stamp.inode
    }

    /// Compares the MD5 of the object, if it is known.
    private func isIntact(_ path: String) -> Bool {
        guard let md5 = object.md5 else { return true }
        guard let file = try? RegularFile(path, followingLink: false) else { return false }
        var hash = Insecure.MD5()
        guard (try? file.forEachChunk({ hash.update(bufferPointer: $0) })) != nil else { return false }
        return hash.finalize().reduce(0) { $0 << 8 | UInt128($1) } == UInt128(md5, radix: 16)
    }
}
