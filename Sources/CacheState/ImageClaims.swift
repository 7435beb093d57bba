import Files

/// The images that one batch or one single call is making.
///
/// A process claims an image before it makes it. The second one waits for the claim and then finds the image made. So a
/// single call waits for the image that it wants and not for the batch.
package final class ImageClaims: Sendable {
    /// Nil if the file system has no such locks. Then the run lock keeps calls and batches apart.
    private let locks: RangeLocks?

    package init(_ tree: CacheTree) { locks = try? RangeLocks(tree.claimsPath, create: true) }

    /// - Returns: false if another process is making one of the images. Then none is claimed.
    package func take(_ names: [String]) -> Bool {
        guard let locks else { return true }
        for (index, name) in names.enumerated() {
            guard (try? locks.take(ClaimsFile.byte(of: name))) == false else { continue }
            release(Array(names[..<index]))
            return false
        }
        return true
    }

    package func release(_ names: [String]) {
        for name in names { locks?.release(ClaimsFile.byte(of: name)) }
    }
}
