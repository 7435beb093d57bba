import SystemPackage

/// The facts that the file system reports about a file without reading it. If a stamp was not racy (`isRacy`) and is
/// unchanged, the content is unchanged: every write updates the change time, and programs cannot restore the change
/// time.
package struct FileStamp: Equatable, Sendable {
    package var size: Int
    /// The modification time in nanoseconds since 1970.
    package var modified: Int
    /// The change time in nanoseconds since 1970.
    package var changed: Int
    package var inode: Int

    package init(size: Int, modified: Int, changed: Int, inode: Int) {
        self.size = size
        self.modified = modified
        self.changed = changed
        self.inode = inode
    }

    package init(_ status: Stat) {
        let (modified, changed) = (status.st_mtim, status.st_ctim)
        // The arithmetic can overflow for times that are centuries away. Stamps can still be compared for equality,
        // because the same time always gives the same number.
        self.init(
            size: Int(status.size),
            modified: modified.tv_sec &* 1_000_000_000 &+ modified.tv_nsec,
            changed: changed.tv_sec &* 1_000_000_000 &+ changed.tv_nsec,
            inode: Int(truncatingIfNeeded: status.inode.rawValue)
        )
    }

    /// Reads the stamp of a path and follows links. Returns nil if no file exists at the path.
    package init?(path: String) {
        guard let status = try? Stat(path) else { return nil }
        self.init(status)
    }

    /// Whether the file was written so shortly before `now` (nanoseconds since 1970) that another write can leave its
    /// times unchanged. Linux takes these times from a clock that advances in steps of up to 10 ms. Git calls such a
    /// file racy.
    /// - Parameter step: the time in nanoseconds for which a file counts as racy. The default is twice these 10 ms.
    package func isRacy(at now: Int, within step: Int = 20_000_000) -> Bool { max(modified, changed) > now - step }
}
