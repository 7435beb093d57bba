import Files
import SystemPackage

#if canImport(Glibc)
    import Glibc
    private typealias FolderStream = OpaquePointer
#elseif canImport(Darwin)
    import Darwin
    private typealias FolderStream = UnsafeMutablePointer<DIR>
#endif

/// One open folder of a walk, with its relevant entries. The entries are sorted so that the walk visits all files in
/// the byte order of their full names.
///
/// All names are stored in one block of bytes, because a folder can have a million entries. After each name, there is
/// one more byte. For a folder, it is `/`, so that a comparison of bytes puts `a.jpg` before `a/b.jpg`. For other
/// entries, it is 0, because the C library expects a 0 at the end of a name.
final class OpenFolder {
    struct Entry {
        let kind: FileKind
        let isLink: Bool
        /// Whether the entry is a folder that is named like a source, such as `a.jpg/` for the glob `*.jpg`.
        let isNamedLikeSource: Bool
        fileprivate let start: Int
        fileprivate let end: Int
    }

    /// The folder's name followed by a `/`; empty for the root.
    let prefix: [UInt8]
    let state: NameFilter.State
    let identity: FileIdentity

    private let stream: FolderStream
    private var names: [UInt8] = []
    private var entries: [Entry] = []
    private var nextIndex = 0

    /// Opens a folder. If there is a `parent`, the path is relative to it.
    init(
        _ path: String,
        in parent: OpenFolder? = nil,
        followingLink: Bool,
        prefix: [UInt8],
        state: NameFilter.State
    ) throws(Errno) {
        let flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC | (followingLink ? 0 : O_NOFOLLOW)
        let descriptor = FileDescriptor(rawValue: openat(parent?.descriptor.rawValue ?? AT_FDCWD, path, flags))
        guard descriptor.rawValue >= 0 else { throw Errno.last }
        let status: Stat
        do throws(Errno) {
            status = try descriptor.stat()
            guard let stream = fdopendir(descriptor.rawValue) else { throw Errno.last }
            self.stream = stream
        } catch {
            try? descriptor.close()
            throw error
        }
        self.prefix = prefix
        self.state = state
        identity = FileIdentity(status)
    }

    deinit { closedir(stream) }

    private var descriptor: FileDescriptor { FileDescriptor(rawValue: dirfd(stream)) }

    /// Whether the folder contains the state of a cache. Such a folder contains cache files, and no sources.
    var isCacheFolder: Bool {
        let status = PrivateFolder.name.withCString { try? Stat($0, relativeTo: descriptor, flags: .symlinkNoFollow) }
        return status?.type == .directory
    }

    /// Reads and sorts the relevant entries: files that the filter matches, folders below which the filter can match
    /// files, and folders that are named like sources.
    ///
    /// - Returns: the error if reading ended early. The entries that were read before the error are kept.
    func read(_ filter: inout NameFilter) -> Errno? {
        errno = 0
        while let entry = readdir(stream) {
            add(Self.name(of: entry), type: entry.pointee.d_type, &filter)
            errno = 0
        }
        let error = errno == 0 ? nil : Errno.last
        names.withUnsafeBytes { names in
            guard let base = names.baseAddress else { return }
            entries.sort { left, right in
                let length = min(left.end - left.start, right.end - right.start) + 1
                return memcmp(base + left.start, base + right.start, length) < 0
            }
        }
        return error
    }

    /// Reads only the entry with this name, if it exists and is relevant.
    func readEntry(_ name: [UInt8], _ filter: inout NameFilter) {
        (name + [0]).withUnsafeBufferPointer { bytes in
            add(UnsafeBufferPointer(rebasing: bytes.dropLast()), type: UInt8(DT_UNKNOWN), &filter)
        }
    }

    /// The next entry, or nil at the end.
    func next() -> Entry? {
        guard nextIndex < entries.count else { return nil }
        defer { nextIndex += 1 }
        return entries[nextIndex]
    }

    func name(of entry: Entry) -> ArraySlice<UInt8> { names[entry.start..<entry.end] }

    /// Whether the entry still exists. The entry must not be a folder.
    func contains(_ entry: Entry) -> Bool { (try? status(of: entry, followingLink: false)) != nil }

    /// The status of a file. The entry must not be a folder, because no 0 follows its name.
    func status(of entry: Entry, followingLink: Bool = true) throws(Errno) -> Stat {
        let flags: Stat.Flags = entry.isLink && followingLink ? [] : .symlinkNoFollow
        // The closure returns the error, because `withUnsafeBytes` does not keep the type of thrown errors.
        return try names.withUnsafeBytes { names in
            Result { () throws(Errno) in
                guard let name = names.baseAddress?.advanced(by: entry.start) else { throw .noSuchFileOrDirectory }
                let characters = name.assumingMemoryBound(to: CChar.self)
                return try Stat(characters, relativeTo: descriptor, flags: flags)
            }
        }.get()
    }

    private func add(_ name: UnsafeBufferPointer<UInt8>, type: UInt8, _ filter: inout NameFilter) {
        // Skip `.` and `..`.
        if name.count <= 2, name.allSatisfy({ $0 == Self.dot }) { return }
        guard var kind = FileKind(entryType: type) ?? (try? kind(of: name, flags: .symlinkNoFollow)) else { return }
        let isLink = kind == .symlink
        if isLink {
            guard filter.takes(name, in: state) || filter.enter(name, from: state) != nil else { return }
            kind = targetKind(of: name, &filter)
        }
        if kind == .folder {
            guard filter.enter(name, from: state) != nil || filter.takesByExtension(name, in: state) else { return }
        } else {
            guard filter.takes(name, in: state) else { return }
        }
        let start = names.count
        names.append(contentsOf: name)
        let isNamedLikeSource = kind == .folder && filter.takesByExtension(name, in: state)
        entries.append(
            Entry(kind: kind, isLink: isLink, isNamedLikeSource: isNamedLikeSource, start: start, end: names.count)
        )
        names.append(kind == .folder ? Self.slash : 0)
    }

    /// Reads the kind from the file system.
    private func kind(of name: UnsafeBufferPointer<UInt8>, flags: Stat.Flags) throws(Errno) -> FileKind {
        guard let start = name.baseAddress else { throw .noSuchFileOrDirectory }
        let characters = UnsafeRawPointer(start).assumingMemoryBound(to: CChar.self)
        return FileKind(try Stat(characters, relativeTo: descriptor, flags: flags))
    }

    /// The kind of the target of a link; `symlink` if there is no target.
    ///
    /// If the target cannot be examined, for example because a file system does not answer, it can be a folder with
    /// sources. So the result is `folder`, and the walk reports the error. If the filter takes the name of the link,
    /// the result is `symlink` instead, and the walk reports the error of a file with this name.
    private func targetKind(of name: UnsafeBufferPointer<UInt8>, _ filter: inout NameFilter) -> FileKind {
        do throws(Errno) {
            return try kind(of: name, flags: [])
        } catch {
            let isMissing = [.noSuchFileOrDirectory, .notDirectory, .tooManySymbolicLinkLevels].contains(error)
            return isMissing || filter.takes(name, in: state) ? .symlink : .folder
        }
    }

    /// The name inside an entry. It is valid until the next entry is read, and it is followed by a 0.
    private static func name(of entry: UnsafeMutablePointer<dirent>) -> UnsafeBufferPointer<UInt8> {
        let start = UnsafeRawPointer(entry) + nameOffset
        let length = strlen(start.assumingMemoryBound(to: CChar.self))
        return UnsafeBufferPointer(start: start.assumingMemoryBound(to: UInt8.self), count: length)
    }

    /// The offset of the name in an entry. `d_name` is not used to read the name, because this would copy all of its
    /// 256 bytes and truncate longer names.
    private static let nameOffset = MemoryLayout<dirent>.offset(of: \.d_name) ?? 0
    private static let dot = UInt8(ascii: ".")
    private static let slash = UInt8(ascii: "/")
}
