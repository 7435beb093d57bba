import Crypto
import Files
import ImageSpecs
import Registry
import SystemPackage

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The folder in which a Django site requests cache files. Each requested cache file has one request file, so that many
/// views of a page request an image once. The content of a request file is the name of the cache file. The name of the
/// request file is the SHA-256 of this content.
///
/// A file with the suffix `.refused` means that `imagekit` does not make the cache file, so the site makes it itself.
struct RequestSpool: Sendable {
    struct Request: Equatable, Sendable {
        enum Content: Equatable, Sendable {
            /// The name of a cache file.
            case name(String)
            /// The file does not contain a valid name, is not a regular file, or no longer exists.
            case noName
            case unreadable(UnreadableRequestError)
        }

        let file: String
        let content: Content
    }

    /// The absolute path of the folder.
    let path: String
    private let cachefileDir: String

    private static let refusal = ".refused"
    private static let longestName = 8192

    init(_ settings: Settings) {
        path = settings.spoolFolder
        cachefileDir = settings.cachefileDir
    }

    /// Creates the folder, and removes the refusals of an earlier process, because the registry can have changed.
    /// - Throws: `FileError` or `SpoolPermissionError`.
    func prepare() throws {
        if let missing = MissingPermission(toWrite: path) ?? MissingPermission(toRead: path) {
            throw SpoolPermissionError(missing)
        }
        try makeFolder(path)
        if isSharedWithGroup(SourceName.split(path).folder) { shareWithGroup(path) }
        for name in entries(ofFolder: path) where name.hasSuffix(Self.refusal) { unlink(path + "/" + name) }
    }

    /// Returns the oldest requests, in the order of their times.
    /// - Parameter isIncluded: whether to return the request with this file name.
    func requests(atMost count: Int, where isIncluded: (String) -> Bool) -> [Request] {
        // The name of a complete request has 64 hexadecimal digits. Skip refusals, and requests that the site is still
        // writing: both have a suffix after the digits.
        let names = entries(ofFolder: path).filter { $0.utf8.count == 64 && !$0.contains(".") && isIncluded($0) }
        let files = names.map { (time: time($0), name: $0) }.sorted { $0 < $1 }
        return files.prefix(count).map { Request(file: $0.name, content: content($0.name)) }
    }

    /// Returns the modification time of a file in nanoseconds since 1970; 0 if the file no longer exists.
    private func time(_ file: String) -> Int {
        (try? Stat(path + "/" + file, followTargetSymlink: false)).map { FileStamp($0).modified } ?? 0
    }

    private func content(_ file: String) -> Request.Content {
        let opened: RegularFile
        do throws(FileError) {
            opened = try RegularFile(path + "/" + file, followingLink: false)
        } catch {
            return Self.notRegular.contains(error.code) ? .noName : .unreadable(UnreadableRequestError(error))
        }
        // Read at most one byte more than a name can have. This is enough to detect a file that is too long.
        let bytes = opened.start(Self.longestName + 1)
        guard bytes.count <= Self.longestName, let name = String(validating: bytes, as: UTF8.self),
            hexadecimal(Array(SHA256.hash(data: bytes))) == file,
            Settings.name(of: name, below: cachefileDir) != nil
        else { return .noName }
        return .name(name)
    }

    /// The errors of a file that another process has deleted, and of links, folders, pipes, devices, and sockets.
    private static let notRegular: [Errno] = [
        .noSuchFileOrDirectory, .tooManySymbolicLinkLevels, .isDirectory, .notSupported, .noSuchAddressOrDevice,
    ]

    /// - Returns: whether the request is no longer in the folder.
    func remove(_ request: Request) -> Bool {
        unlink(path + "/" + request.file) == 0 || Errno.last == .noSuchFileOrDirectory
    }

    /// Lets the site make the cache file itself.
    /// - Returns: whether the request is no longer in the folder.
    func refuse(_ request: Request) -> Bool {
        let path = path + "/" + request.file
        return rename(path, path + Self.refusal) == 0 || Errno.last == .noSuchFileOrDirectory
    }
}
