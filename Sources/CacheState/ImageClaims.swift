import Files

/// The images that one batch or one single call is making.
///
/// A process claims an image before it makes the image. A second process waits until the first process releases the
/// claim, and then finds the finished image. So a single call waits for the image that it needs, and not for a complete
/// batch.
package final class ImageClaims: Sendable {
    /// The locks of the claimed images; nil if the file of the claims cannot be opened. If the file system has no locks
    /// of bytes, `take` claims nothing and returns true. In this case, a single call takes the lock of the folder, so
    /// that the call does not run at the same time as a batch.
    private let locks: RangeLocks?

    package init(_ tree: CacheTree) { locks = try? RangeLocks(tree.claimsPath, create: true) }

    /// - Returns: false if another process is making one of the images. In this case, no image is claimed.
    package func take(_ names: [String]) -> Bool {
        guard let locks else { return true }
        for (index, name) in names.enumerated() {
            guard (try? locks.take(ClaimsFile.byte(of: name))) == false else { continue }
            release(Array(names[..<index]))
            return false
        }
        return true
    }

    /// Releases the claims of these images. Names that are not claimed are ignored.
    package func release(_ names: [String]) {
        for name in names { locks?.release(ClaimsFile.byte(of: name)) }
    }
}
