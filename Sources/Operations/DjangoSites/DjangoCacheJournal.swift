import Files
import SystemPackage

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A file with the names of the cache files that one command deletes. It exists until the server of a site's cache has
/// confirmed that the keys of these files are deleted. Each name ends with a zero byte, because a name can contain any
/// other byte.
///
/// The command locks its journal. So a journal without a lock belongs to a command that ended before the server
/// confirmed all deletions. For example, the command was killed, or it could not reach the server.
final class DjangoCacheJournal: Sendable {
    private let path: String
    private let lock: FileLock

    private static let prefix = "django-cache-changes."
    /// The start of the names of journals that an earlier version of imagekit wrote. These journals have the same
    /// format.
    private static let formerPrefix = "django-cache-deletions"
    /// The maximum size of a journal. A larger file is ignored, because the folder can come from another person, and
    /// the file could fill the memory. The names of two million files need less.
    private static let maxBytes = 256 << 20

    private init(_ path: String, _ lock: FileLock) {
        self.path = path
        self.lock = lock
    }

    /// Creates a journal in the folder of the state.
    /// - Throws: `FileError`. Its code is EAGAIN if other commands locked or deleted each new file.
    static func create(in folder: String) throws -> DjangoCacheJournal {
        for _ in 0..<10 {
            // The name is random, because commands in different containers can have the same process ID.
            let path = folder + "/" + prefix + randomName()
            // Another command can lock the new file before this command does. The other command then treats the file as
            // the journal of an ended command, and deletes it.
            do {
                guard let lock = try FileLock.take(path, shared: false, create: true, waiting: nil),
                    FileStamp(path: path) != nil
                else { continue }
                if isSharedWithGroup(folder) { shareWithGroup(path) }
                return DjangoCacheJournal(path, lock)
            } catch is FileLock.BusyError {
                continue
            }
        }
        throw FileError("lock", folder + "/" + prefix + "…", code: .resourceTemporarilyUnavailable)
    }

    /// Returns the journals of ended commands, and locks them. If the file system has no locks, it returns no journal,
    /// because the command of each journal can still be running.
    static func abandoned(in folder: String) -> [DjangoCacheJournal] {
        let names = entries(ofFolder: folder).filter { $0.hasPrefix(prefix) || $0.hasPrefix(formerPrefix) }
        guard !names.isEmpty, !FileLock.isUnsupported(folder + "/" + prefix) else { return [] }
        return names.compactMap { name in
            let path = folder + "/" + name
            let lock = try? FileLock.take(path, shared: false, create: false, waiting: nil)
            // If the lock is not free, the command of the journal can still be running. If the file has no stamp,
            // another command deleted the journal before this command locked it.
            guard let lock, let stamp = FileStamp(path: path), stamp.size <= maxBytes else { return nil }
            return DjangoCacheJournal(path, lock)
        }
    }

    /// Adds the names of files that the command is about to delete, and waits until these names are on the disk.
    func add(_ names: [String]) throws(FileError) {
        try FileError.naming("write", path) {
            let file = try FileDescriptor.open(path, .writeOnly, options: [.append, .noFollow, .closeOnExec])
            try file.closeAfter { _ = try file.writeAll(names.flatMap { Array($0.utf8) + [0] }) }
        }
        try syncFile(path)
        let folder = Files.folder(ofFile: path)
        try syncFolders(from: folder, to: folder)
    }

    var names: [String] {
        let bytes = try? RegularFile(path, followingLink: false).contents()
        return (bytes ?? []).split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Deletes the file. Without this call, a later command finds the journal.
    func discard() { unlink(path) }
}
