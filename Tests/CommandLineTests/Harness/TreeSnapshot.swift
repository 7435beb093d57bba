import Foundation

/// The files and folders below a folder, with all attributes that a write changes.
struct TreeSnapshot: Equatable, CustomStringConvertible {
    struct Entry: Equatable {
        let inode: UInt64
        let size: Int
        /// The modification time in nanoseconds since 1970.
        let modified: Int
        /// The time of the last status change in nanoseconds since 1970. No call can set it.
        let changed: Int
    }

    let entries: [String: Entry]

    init(of folder: String) {
        var entries: [String: Entry] = [:]
        let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        for name in names + [""] {
            var status = stat()
            guard lstat(folder + "/" + name, &status) == 0 else { continue }
            #if os(Linux)
                let (modified, changed) = (status.st_mtim, status.st_ctim)
            #else
                let (modified, changed) = (status.st_mtimespec, status.st_ctimespec)
            #endif
            entries[name] = Entry(
                inode: UInt64(status.st_ino),
                size: Int(status.st_size),
                modified: modified.tv_sec * 1_000_000_000 + modified.tv_nsec,
                changed: changed.tv_sec * 1_000_000_000 + changed.tv_nsec
            )
        }
        self.entries = entries
    }

    var description: String {
        entries.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: "\n")
    }
}

extension Site {
    var snapshot: TreeSnapshot { TreeSnapshot(of: path) }
}
