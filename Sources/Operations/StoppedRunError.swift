import CacheState
import WorkerProtocol

/// Nothing more can be written, so the run ended before all its images were made.
package struct StoppedRunError: Error, CustomStringConvertible {
    /// What could not be written, and the system's reason.
    let message: String
    /// The number of images that were not made.
    let left: Int
    let remedy: String

    init(_ obstacle: WriteObstacle, in tree: CacheTree, left: Int) {
        message = obstacle.message
        remedy = obstacle.remedy(in: tree.path)
        self.left = left
    }

    /// The failure of an image that was not made.
    var failure: Outcome.Failure { Outcome.Failure(code: .cannotWrite, message: "\(message); \(remedy)") }

    package var description: String {
        let images = left == 0 ? "" : " (\(left) image\(left == 1 ? "" : "s") left)"
        return "\(message)\(images); \(remedy)"
    }
}

extension Error {
    /// The error with a remedy and the number of images that were not made, if something cannot be written.
    func withRemedy(in tree: CacheTree, left: Int = 0) -> any Error {
        WriteObstacle(self).map { StoppedRunError($0, in: tree, left: left) } ?? self
    }
}
