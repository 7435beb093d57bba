import Dispatch
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A folder that is held open, so that names below it are found without walking its own path each time.
final class FolderHandle: Sendable {
    fileprivate let descriptor: Int32

    /// Where the folder cannot be opened, nothing is found below it.
    init(_ path: String) { descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }

    deinit { if descriptor >= 0 { close(descriptor) } }
}

/// A look at some files of the cache tree, taken on another thread while the caller goes on.
final class CacheTreeLook: Sendable {
    private let found = Mutex<[Int?]>([])
    private let isDone = DispatchSemaphore(value: 0)

    /// - Parameter names: relative to the folder.
    init(at names: [String], below folder: FolderHandle) {
        DispatchQueue.global(qos: .userInitiated).async {
            let sizes = names.map { Self.size(of: $0, below: folder) }
            self.found.withLock { $0 = sizes }
            self.isDone.signal()
        }
    }

    /// The size of each file in the order of the names, nil where there is no file. Asked for once.
    func sizes() -> [Int?] {
        isDone.wait()
        return found.withLock { $0 }
    }

    private static func size(of name: String, below folder: FolderHandle) -> Int? {
        var status = stat()
        guard fstatat(folder.descriptor, name, &status, 0) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return Int(status.st_size)
    }
}
