import Files
import ImageHeaders
import SystemPackage

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A local copy of an object. As long as this value exists, no process deletes the file, because it is locked.
package final class SourceCopy: Sendable {
    package let path: String
    private let file: RegularFile
    private let ended: @Sendable () -> Void

    /// - Parameter ended: called when the copy is no longer in use.
    /// - Returns: nil if there is no complete copy.
    init?(_ path: String, bytes: Int, ended: @escaping @Sendable () -> Void) {
        // In a shared folder, another user can have created a link with this name. So follow no link.
        guard let file = try? RegularFile(path, followingLink: false), file.size == bytes,
            flock(file.descriptor.rawValue, LOCK_SH | LOCK_NB) == 0 || Errno.last != .wouldBlock,
            // Another process can have deleted the file before it was locked.
            let now = try? file.descriptor.stat(), now.linkCount > 0
        else { return nil }
        self.path = path
        self.file = file
        self.ended = ended
    }

    /// The header; nil if none can be read, for example because the copy is not an image. The file is already open, so
    /// a lack of descriptors has no effect.
    var header: SourceHeader? { SourceHeader(of: file) }

    deinit {
        // `ended` can delete the file, but only if the file is not locked. So unlock the file first.
        _ = flock(file.descriptor.rawValue, LOCK_UN)
        ended()
    }
}
