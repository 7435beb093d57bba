import CacheState
import Storage
import WorkerProtocol

/// A run cannot continue, because no more files can be written, uploaded, or downloaded.
package struct StoppedRunError: Error, CustomStringConvertible {
    /// What could not be written, uploaded, or downloaded, and the reason.
    let message: String
    /// The number of images that were not made.
    let left: Int
    let remedy: String

    init(_ obstacle: WriteObstacle, in tree: CacheTree, left: Int) {
        message = obstacle.message
        remedy = obstacle.remedy(in: tree.path)
        self.left = left
    }

    init(_ error: StorageError, left: Int) {
        message = "\(error)"
        remedy = "run again when the bucket is available"
        self.left = left
    }

    /// The failure to report for each image that was not made.
    var failure: Outcome.Failure { Outcome.Failure(code: .cannotWrite, message: "\(message); \(remedy)") }

    package var description: String {
        let images = left == 0 ? "" : " (\(left) image\(left == 1 ? "" : "s") left)"
        return "\(message)\(images); \(remedy)"
    }
}

extension Error {
    /// Returns a `StoppedRunError` with a remedy if the user can remove the cause of the error (`WriteObstacle`).
    /// Otherwise returns the error itself.
    func withRemedy(in tree: CacheTree, left: Int = 0) -> any Error {
        WriteObstacle(self).map { StoppedRunError($0, in: tree, left: left) } ?? self
    }
}
