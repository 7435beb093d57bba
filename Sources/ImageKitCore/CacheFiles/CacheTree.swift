#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The folder of the cache files, with its hidden folder `.imagekit/` for the state, the lock and files being written.
struct CacheTree: Sendable {
    /// An absolute path.
    let path: String

    init(settings: Settings) { path = settings.cacheFolder }

    var privatePath: String { path + "/.imagekit" }
    var statePath: String { privatePath + "/state.sqlite3" }
    var temporaryPath: String { privatePath + "/tmp" }
    var lockPath: String { privatePath + "/lock" }

    /// Makes the folders that a run writes to, and removes what a killed run left in `tmp`. Needs the lock.
    func prepare() throws(FileError) {
        try makeFolder(temporaryPath)
        emptyTemporary()
    }

    func emptyTemporary() {
        guard let folder = opendir(temporaryPath) else { return }
        defer { closedir(folder) }
        while let entry = readdir(folder) {
            // Folders stay: unlinkat refuses them, "." and ".." too.
            withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { _ = unlinkat(dirfd(folder), $0, 0) }
            }
        }
    }
}

/// Holds the lock of a cache folder: one run at a time writes there. The kernel lets it go when the process ends.
struct CacheTreeLock: ~Copyable {
    private let descriptor: Int32

    /// - Parameters:
    ///   - create: makes the folder and the lock where they are not there.
    ///   - waiting: called before waiting for another run; nil gives up instead.
    /// - Returns: nil where there is no lock and none is to be made.
    /// - Throws: `CacheTreeBusy` where another run holds it and nobody waits; `FileError`.
    static func take(_ folder: CacheTree, create: Bool, waiting: (() -> Void)?) throws -> CacheTreeLock? {
        if create { try makeFolder(folder.privatePath) }
        let descriptor = open(folder.lockPath, create ? O_RDWR | O_CREAT | O_CLOEXEC : O_RDONLY | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else {
            if errno == ENOENT && !create { return nil }
            throw FileError("open", folder.lockPath)
        }
        let lock = CacheTreeLock(descriptor: descriptor)
        if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return lock }
        guard let waiting else { throw CacheTreeBusy(path: folder.path) }
        waiting()
        // A call that blocks would not hear that the run is to end.
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            guard errno == EWOULDBLOCK || errno == EINTR else { throw FileError("lock", folder.lockPath) }
            try Task.checkCancellation()
            usleep(50_000)
        }
        return lock
    }

    private init(descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }
}

/// Another run is at work in the cache folder.
public struct CacheTreeBusy: Error, CustomStringConvertible {
    let path: String

    public var description: String { "another run is at work in \(path)" }
}
