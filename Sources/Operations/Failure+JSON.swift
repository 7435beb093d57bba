import JSON
import WorkerProtocol

extension Outcome.Failure {
    /// The value of the member `error` in objects that commands print.
    package var json: JSONText { ["code": .string(code.rawValue), "message": .string(message)] }
}
