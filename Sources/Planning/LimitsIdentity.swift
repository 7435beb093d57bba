import Crypto
import Files
import Registry
import WorkerProtocol

/// Identifies the limits of a run. The record of a failure that a limit can cause is valid only while the limits are
/// unchanged.
package struct LimitsIdentity: Equatable, Sendable {
    package let number: Int
    /// Whether truncated sources are accepted. If so, a source that failed as corrupt can succeed.
    let acceptsTruncated: Bool

    init(_ limits: Job.Limits = Job.Limits(), timeout: Duration = .seconds(60)) {
        let formats = limits.formats.map(\.rawValue).joined(separator: ",")
        acceptsTruncated = limits.truncated == .accept
        // `refuse`, the default, adds no text, so that failures that older versions recorded stay valid.
        let truncated = acceptsTruncated ? " truncated" : ""
        let text =
            "\(limits.pixels) \(limits.frames) \(limits.fileBytes) \(limits.outputBytes) \(limits.memory) \(formats) \(timeout)\(truncated)"
        number = Int(truncatingIfNeeded: SHA256.hash(data: Array(text.utf8)).leadingNumber)
    }
}

extension Settings {
    package var limitsIdentity: LimitsIdentity { LimitsIdentity(limits, timeout: timeout) }
}

extension Outcome.Code {
    /// Whether a source that failed with this code can succeed with another version of imagekit or libvips.
    var dependsOnRenderer: Bool { self != .emptySource }

    /// Whether a source that failed with this code under other limits can succeed under these limits.
    func dependsOn(_ limits: LimitsIdentity) -> Bool {
        switch self {
        case .corruptSource: limits.acceptsTruncated
        // A worker can crash because its memory limit is too low, or be killed because the machine has less memory than
        // the limit.
        case .unsupportedFormat, .tooLarge, .crashed, .killed, .timeout, .stalled, .outOfMemory: true
        default: false
        }
    }
}
