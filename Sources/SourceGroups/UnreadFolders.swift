import Files
import Synchronization

/// Folders that could not be read while sources were looked for: what is in them is not known to be gone.
package final class UnreadFolders: Sendable {
    private let names = Mutex<Set<ByteName>>([])

    package var all: [String] { names.withLock { $0.map(\.text).sorted(by: precedesInBytes) } }

    func add(_ folder: String) { names.withLock { _ = $0.insert(ByteName(folder)) } }
}
