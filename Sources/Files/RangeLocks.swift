import SystemPackage

#if canImport(Glibc)
    import CLinux
    import Glibc
#else
    import Darwin
#endif

/// Locks on single bytes of one file. The file stays empty, because bytes after the end of a file can also be locked.
///
/// On Linux, the locks belong to this object (open file description locks, `fcntl(2)`), so that two objects of one
/// process exclude each other. If the process ends early, the kernel releases the locks. On NFS, the kernel forwards
/// the locks to the server.
package final class RangeLocks: Sendable {
    private let path: String
    private let file: FileDescriptor

    /// - Parameter create: whether the file is created if it does not exist.
    /// - Returns: nil if `create` is false and the file does not exist or cannot be written.
    package init?(_ path: String, create: Bool) throws(FileError) {
        self.path = path
        do throws(FileError) {
            file = try FileError.naming("open", path) { try .openLockFile(path, .readWrite, create ? .create : []) }
        } catch {
            if !create, [.noSuchFileOrDirectory, .permissionDenied, .readOnlyFileSystem].contains(error.code) {
                return nil
            }
            throw error
        }
        file.restrictToWriters()
    }

    private init(_ path: String, _ file: FileDescriptor) { (self.path, self.file) = (path, file) }

    /// Whether the file system of a folder has no locks of bytes.
    /// - Parameter path: a file in the folder. If it is missing or this user cannot write to it, this function locks a
    ///   file without a name instead. If no such file can be created, the result is true.
    static func isUnsupported(in folder: String, _ path: String) -> Bool {
        do throws(FileError) {
            let named = try RangeLocks(path, create: false)
            guard let locks = named ?? unnamed(in: folder) else { return true }
            _ = try locks.take(probe, shared: true)
            return false
        } catch {
            return error.isMissingSupport
        }
    }

    /// The offset that `isUnsupported` locks. No other lock has this offset.
    private static let probe: Int64 = 1 << 61

    private static func unnamed(in folder: String) -> RangeLocks? {
        #if canImport(Glibc)
            let options: FileDescriptor.OpenOptions = [.closeOnExec, .init(rawValue: clinux_tmpfile)]
            let file = try? FileDescriptor.open(folder, .readWrite, options: options, permissions: .ownerReadWrite)
            return file.map { RangeLocks(folder, $0) }
        #else
            return nil
        #endif
    }

    deinit { try? file.close() }

    /// Takes a lock, or changes a lock of this object from shared to exclusive or from exclusive to shared. Does not
    /// wait.
    /// - Returns: false if another process or object has locked the byte. In this case, this object keeps the lock that
    ///   it had.
    package func take(_ offset: Int64, shared: Bool = false) throws(FileError) -> Bool {
        var request = request(shared ? F_RDLCK : F_WRLCK, offset, length: 1)
        if call(Self.set, &request) { return true }
        if [.resourceTemporarilyUnavailable, .permissionDenied].contains(Errno.last) { return false }
        throw FileError("lock", path)
    }

    /// Releases the lock of a byte. Has no effect if the byte is not locked.
    package func release(_ offset: Int64) {
        var request = request(F_UNLCK, offset, length: 1)
        _ = call(Self.set, &request)
    }

    /// Returns the end of a lock that another object holds in a range; nil if there is no such lock.
    func endOfForeignLock(in range: Range<Int64>) -> Int64? {
        guard !range.isEmpty else { return nil }
        var request = request(F_WRLCK, range.lowerBound, length: range.upperBound - range.lowerBound)
        guard call(Self.get, &request), request.l_type != Int16(F_UNLCK) else { return nil }
        return request.l_len == 0 ? range.upperBound : Int64(request.l_start + request.l_len)
    }

    private func request(_ kind: some BinaryInteger, _ offset: Int64, length: Int64) -> flock {
        var request = flock()
        request.l_type = Int16(kind)
        request.l_whence = Int16(SEEK_SET)
        request.l_start = off_t(offset)
        request.l_len = off_t(length)
        return request
    }

    private func call(_ command: Int32, _ request: inout flock) -> Bool {
        while fcntl(file.rawValue, command, &request) != 0 {
            if Errno.last != .interrupted { return false }
        }
        return true
    }

    #if canImport(Glibc)
        private static let (set, get) = (F_OFD_SETLK, F_OFD_GETLK)
    #else
        // Without open file description locks, use locks that belong to the process. With these locks, two objects of
        // one process do not exclude each other.
        private static let (set, get) = (F_SETLK, F_GETLK)
    #endif
}
