import Files
import Synchronization

/// Folders that could not be read during the search for sources. The sources in these folders are not considered
/// deleted.
package final class UnreadFolders: Sendable {
    private let names = Mutex<Set<ByteName>>([])

    package var all: [String] { names.withLock { $0.map(\.text).sorted(by: precedesInBytes) } }

    func add(_ folder: String) { names.withLock { _ = $0.insert(ByteName(folder)) } }
}
