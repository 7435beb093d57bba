import Crypto
import Files
import Registry
import WorkerProtocol

/// Identifies the limits of a run: a recorded failure that a limit can cause is valid only while the limits are
/// unchanged.
package struct LimitsIdentity: Equatable, Sendable {
    package let number: Int

    init(_ limits: Job.Limits = Job.Limits(), timeout: Duration = .seconds(60)) {
        let formats = limits.formats.map(\.rawValue).joined(separator: ",")
        // The default adds nothing, so that failures recorded by older versions stay valid.
        let truncated = limits.truncated == .refuse ? "" : " \(limits.truncated.rawValue)"
        let text =
            "\(limits.pixels) \(limits.frames) \(limits.fileBytes) \(limits.outputBytes) \(limits.memory) \(formats) \(timeout)\(truncated)"
        number = Int(truncatingIfNeeded: SHA256.hash(data: Array(text.utf8)).leadingNumber)
    }
}

extension Settings {
    package var limitsIdentity: LimitsIdentity { LimitsIdentity(limits, timeout: timeout) }
}

extension Outcome.Code {
    /// Whether the same source can succeed under other limits.
    var dependsOnLimits: Bool {
        switch self {
        case .unsupportedFormat, .corruptSource, .tooLarge, .timeout, .outOfMemory: true
        default: false
        }
    }
}
