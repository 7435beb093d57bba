import Vips
import WorkerProtocol

package typealias Failure = Outcome.Failure

extension Failure {
    package init(undecodable error: VipsError) {
        let reason = error.hint.isEmpty ? "its decoder gives no reason" : error.hint
        self.init(code: .corruptSource, message: "cannot be decoded (\(reason))")
    }
}
