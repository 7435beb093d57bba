import Files
import ImageHeaders
import ImageSpecs
import Registry
import Storage
import Synchronization
import SystemPackage

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The folder with local copies of sources in buckets. Its size is limited: the copies that were not used for the
/// longest time are deleted first. Copies in use stay, so the size can exceed the limit by their size.
///
/// Several processes can use the folder at the same time. A process locks the copies that it uses. A file has the name
/// of a copy only if it is complete.
package final class SourceCopies: Sendable {
    private struct Entry {
        let bytes: Int
        /// The time of the last use in nanoseconds since 1970.
        var used: Int
    }

    private struct State {
        /// The files in the folder by their names; nil before the folder was read.
        var files: [String: Entry]?
        var bytes = 0
        /// The number of users of each file in this process.
        var users: [String: Int] = [:]
    }

    package let folder: String
    private let limit: Int
    private let state = Mutex(State())
    private let notes: HeaderNotes

    /// - Parameter limit: the maximum number of bytes of all files.
    package init(_ folder: String, limit: Int) {
        self.folder = folder
        self.limit = limit
        notes = HeaderNotes(folder + "/headers")
    }

    /// Returns the copy of an object. Downloads the object if no copy exists.
    /// - Parameters:
    ///   - isStopped: whether to end the download before its next request.
    ///   - storage: returns the storage of the object's bucket. It is called only for a download.
    package func copy(
        of object: SourceObject,
        isStopped: @escaping @Sendable () -> Bool = { false },
        from storage: () throws(StorageError) -> any ObjectStorage
    ) throws(SourceCopyError) -> SourceCopy {
        let name = object.copyName
        if let copy = use(name, object) { return copy }
        let source: any ObjectStorage
        do throws(StorageError) { source = try storage() } catch { throw .storage(error) }
        do throws(FileError) { try prepare() } catch { throw .file(error) }
        state.withLock { trim(&$0, room: object.bytes) }
        let path = folder + "/" + name
        // Another process can delete the copy before this process uses it. Then download the object once again.
        for _ in 0..<2 {
            try SourceDownload(object: object, storage: source, path: path, isStopped: isStopped).run()
            if let copy = use(name, object) { return copy }
        }
        throw .file(FileError("read", path, code: .noSuchFileOrDirectory))
    }

    /// Returns the header of an object. The header is read only once. If there is no copy, only the first bytes of the
    /// object are downloaded, unless the header needs more bytes.
    /// - Parameter storage: returns the storage of the object's bucket. It is called only for a download.
    /// - Returns: nil if no header can be read from the object, for example because it is not an image.
    func header(
        of object: SourceObject,
        from storage: () throws(StorageError) -> any ObjectStorage
    ) throws(SourceCopyError) -> SourceHeader? {
        if let known = notes.header(of: object.copyName) { return known.header }
        let header = try readHeader(of: object, from: storage)
        // Create the folder for the note, because the folder does not exist before the first copy is downloaded.
        try? prepare()
        notes.add(header, of: object.copyName)
        return header
    }

    /// The number of bytes that are downloaded for a header. The headers of most photographs are shorter.
    static let headerSize = 1 << 16

    private func readHeader(
        of object: SourceObject,
        from storage: () throws(StorageError) -> any ObjectStorage
    ) throws(SourceCopyError) -> SourceHeader? {
        if let copy = use(object.copyName, object) { return copy.header }
        if object.bytes > Self.headerSize {
            let first: ObjectContent
            do throws(StorageError) {
                first = try storage().get(object.name, 0..<Self.headerSize, tag: object.tag)
            } catch {
                throw .storage(error)
            }
            if case .enough(let header) = SourceHeader.read(first: first.bytes, count: object.bytes) { return header }
        }
        return try copy(of: object, from: storage).header
    }

    private func prepare() throws(FileError) {
        guard FileStamp(path: folder) == nil else { return }
        try makeFolder(folder)
        if isSharedWithGroup(Files.folder(ofFile: folder)) { shareWithGroup(folder) }
    }

    private func use(_ name: String, _ object: SourceObject) -> SourceCopy? {
        // Count the user first, so that no other thread deletes the file in the meantime.
        state.withLock { $0.users[name, default: 0] += 1 }
        let path = folder + "/" + name
        guard let copy = SourceCopy(path, bytes: object.bytes, ended: { [self] in leave(name) }) else {
            leave(name)
            return nil
        }
        // Set the modification time to now. All processes read it as the time of the last use.
        utimensat(AT_FDCWD, path, nil, 0)
        state.withLock { state in
            guard state.files != nil else { return }
            if state.files?.updateValue(Entry(bytes: object.bytes, used: currentTime()), forKey: name) == nil {
                state.bytes += object.bytes
            }
        }
        return copy
    }

    private func leave(_ name: String) {
        state.withLock { state in
            let count = (state.users[name] ?? 1) - 1
            state.users[name] = count > 0 ? count : nil
            if state.bytes > limit { trim(&state, room: 0) }
        }
    }

    // MARK: - Deleting

    /// The fraction of the limit that files can use after a deletion. If it were 1, the next download would exceed the
    /// limit again. Then each download would read the whole folder.
    private static let kept = 0.9

    private func trim(_ state: inout State, room: Int) {
        if state.files == nil { read(&state) }
        // Subtract, because a server can report any size, so a sum could overflow.
        guard room > limit - state.bytes else { return }
        // Read the folder, because other processes can have added, used, or deleted files.
        read(&state)
        let target = Int(Double(limit) * Self.kept) - room
        let unused = (state.files ?? [:]).filter { state.users[$0.key] == nil }.sorted { $0.value.used < $1.value.used }
        for (name, entry) in unused {
            guard state.bytes > target else { return }
            guard delete(folder + "/" + name) else { continue }
            state.files?[name] = nil
            state.bytes -= entry.bytes
        }
    }

    private func read(_ state: inout State) {
        var files: [String: Entry] = [:]
        for name in entries(ofFolder: folder) where Self.isCopyName(name) {
            guard let stamp = FileStamp(path: folder + "/" + name) else { continue }
            files[name] = Entry(bytes: stamp.size, used: stamp.modified)
        }
        state.files = files
        state.bytes = files.values.reduce(0) { $0 + $1.bytes }
    }

    /// Whether the name is the name of a copy or of an unfinished download. Other files stay, because
    /// `IMAGEKIT_STATE_DIR` can name a folder in which another program has a folder `sources`.
    private static func isCopyName(_ name: String) -> Bool {
        let digest = name.utf8.prefix { $0 != UInt8(ascii: ".") }
        return digest.count == 2 * ContentDigest.length && digest.allSatisfy(isHexadecimalDigit)
    }

    /// - Returns: whether the file was deleted. A file that another process has locked is not deleted.
    private func delete(_ path: String) -> Bool {
        let options: FileDescriptor.OpenOptions = [.noFollow, .closeOnExec, .nonBlocking]
        // NFS gives an exclusive lock only for a file that is open for writing. But a file of another user can often
        // only be opened for reading. Then locking fails (EBADF), and the file is kept.
        guard
            let file = (try? FileDescriptor.open(path, .readWrite, options: options))
                ?? (try? FileDescriptor.open(path, .readOnly, options: options))
        else {
            // Delete a link, because a link is not a copy.
            return isLink(path) && unlink(path) == 0
        }
        defer { try? file.close() }
        if flock(file.rawValue, LOCK_EX | LOCK_NB) != 0, [.wouldBlock, .badFileDescriptor].contains(Errno.last) {
            return false
        }
        return unlink(path) == 0
    }
}

extension SourceObject {
    /// The name of the copy. If the content of the object changes, the name changes too. The name has the extension of
    /// the object, because some loaders need it.
    fileprivate var copyName: String {
        let suffix = SourceName.splitExtension(name).extension.dropFirst()
        let isPlain =
            (1...8).contains(suffix.utf8.count) && suffix.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
        return hexadecimal(ContentDigest(of: identity).bytes) + (isPlain ? "." + suffix.lowercased() : "")
    }
}
