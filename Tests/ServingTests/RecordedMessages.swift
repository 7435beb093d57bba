import Serving
import Synchronization

/// The messages for the operator.
final class RecordedMessages: Sendable {
    private let texts = Mutex<[String]>([])

    var all: [String] { texts.withLock { $0 } }

    func add(_ message: ServerMessage) { texts.withLock { $0.append("\(message)") } }
}
