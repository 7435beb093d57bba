import CacheState
import Files
import Registry
import SystemPackage

#if canImport(Glibc)
    import CLinux
    import Glibc
#else
    import Darwin
#endif

/// Opens cache files by their names. The names are untrusted input.
struct CacheFolderReader: Sendable {
    private let path: String
    private let cachefileDir: String
    private let names: CacheFileNames
    /// The folder of the state, the locks, and unfinished files. Clients must not read these files.
    private let privatePath: String

    init(_ settings: Settings) {
        path = settings.cacheFolder
        cachefileDir = settings.cachefileDir
        names = CacheFileNames(below: settings.cachefileDir)
        privatePath = settings.privateFolder
    }

    /// Returns the name relative to the cache folder; nil if no cache file can have the name. The result is also nil
    /// for a file in `privatePath`, and for a name with a component that starts with a dot, because files and folders
    /// with such names are hidden.
    func relativeName(_ name: String) -> String? {
        guard names.contains(name), let relative = Settings.name(of: name, below: cachefileDir) else { return nil }
        if relative.utf8.split(separator: UInt8(ascii: "/")).contains(where: { $0.first == UInt8(ascii: ".") }) {
            return nil
        }
        return isPath(path + "/" + relative, in: privatePath) ? nil : relative
    }

    enum Result {
        case file(OpenedFile)
        case missing
        /// A folder, a special file such as a pipe, or a link that leads out of the cache folder or to itself.
        case notAFile
        case unreadable(FileError)
    }

    /// - Parameter name: a name that `relativeName` returned.
    func open(_ name: String) -> Result {
        // Open the folder for each request, because a deployment can replace it while the server runs.
        let folder = Self.open(folder: path)
        guard folder >= 0 else {
            let error = FileError("open", path)
            return error.isAbsence ? .missing : .unreadable(error)
        }
        defer { close(folder) }
        let descriptor = Self.open(name, beneath: folder)
        guard descriptor >= 0 else {
            let error = FileError("open", path + "/" + name)
            switch error.code {
            case .noSuchFileOrDirectory, .notDirectory, .fileNameTooLong: return .missing
            // In this order: a link that leads out of the folder, a loop of links or a refused link, and a socket.
            case .improperLink, .tooManySymbolicLinkLevels, .noSuchAddressOrDevice: return .notAFile
            default: return .unreadable(error)
            }
        }
        let file = OpenedFile(descriptor: FileDescriptor(rawValue: descriptor))
        return file.map(Result.file) ?? .notAFile
    }

    private static func open(folder: String) -> Int32 {
        #if canImport(Glibc)
            Glibc.open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC)
        #else
            Darwin.open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        #endif
    }

    /// Opens a file in the folder. Linux refuses symbolic links that lead out of the folder. Without `openat2`, Linux
    /// refuses only a symbolic link at the end of the name. macOS refuses all symbolic links.
    private static func open(_ name: String, beneath folder: Int32) -> Int32 {
        #if canImport(Glibc)
            // The kernel returns EAGAIN if a rename disturbed the check of the path. So try again.
            for _ in 0..<10 {
                let descriptor = clinux_open_beneath(folder, name)
                if descriptor >= 0 || Errno.last != .resourceTemporarilyUnavailable { return descriptor }
            }
            return -1
        #else
            return openat(folder, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW_ANY)
        #endif
    }
}
