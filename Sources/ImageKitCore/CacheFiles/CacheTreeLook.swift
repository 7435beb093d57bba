import Dispatch
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A folder that is held open, so that names below it are found without walking its own path each time.
final class FolderHandle: Sendable {
    fileprivate let path: String
    fileprivate let descriptor: Int32

    /// Where the folder cannot be opened, nothing is found below it.
    init(_ path: String) {
        self.path = path
        descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    }

    deinit { if descriptor >= 0 { close(descriptor) } }
}

/// A cache file as it is in the tree.
struct FoundFile: Sendable {
    let size: Int
    /// Nanoseconds since 1970.
    let modified: Int
    /// nil where it was not asked for, or the file cannot be read.
    let content: ContentDigest?
}

/// A look at some files of the cache tree, taken on another thread while the caller goes on.
final class CacheTreeLook: Sendable {
    struct Request: Sendable {
        /// Relative to the folder.
        let name: String
        /// Whether the file is to be read.
        let readsContent: Bool
    }

    private let found = Mutex<[FoundFile?]>([])
    private let isDone = DispatchSemaphore(value: 0)

    init(_ requests: [Request], below folder: FolderHandle) {
        DispatchQueue.global(qos: .userInitiated).async {
            let files = requests.map { Self.look($0, below: folder) }
            self.found.withLock { $0 = files }
            self.isDone.signal()
        }
    }

    /// Each file in the order of the requests, nil where there is none. Asked for once.
    func files() -> [FoundFile?] {
        isDone.wait()
        return found.withLock { $0 }
    }

    private static func look(_ request: Request, below folder: FolderHandle) -> FoundFile? {
        var status = stat()
        guard fstatat(folder.descriptor, request.name, &status, 0) == 0, status.st_mode & S_IFMT == S_IFREG else {
            return nil
        }
        let stamp = FileStamp(status)
        let content = request.readsContent ? try? ContentDigest.read(folder.path + "/" + request.name).digest : nil
        return FoundFile(size: stamp.size, modified: stamp.modified, content: content)
    }
}
