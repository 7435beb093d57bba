import SourceGroups
import Synchronization
import WorkerProtocol

/// Collects the messages of a survey about sources that could not be read, without secrets.
final class SourceProblems: Sendable {
    private let messages = Mutex<[String]>([])

    var all: [String] { messages.withLock(\.self) }

    /// Returns a function that collects failures and then passes each notice on.
    func passing(
        to notify: @escaping @Sendable (SourceNotice) -> Void
    ) -> @Sendable (SourceNotice) -> Void {
        { notice in
            if notice.kind == .failure { self.messages.withLock { $0.append(notice.message.withoutSecrets()) } }
            notify(notice)
        }
    }
}
