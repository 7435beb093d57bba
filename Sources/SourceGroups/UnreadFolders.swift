import Files
import Synchronization

/// Folders and source groups that could not be read during the search for sources. The sources in these folders and
/// groups are not considered deleted.
package final class UnreadFolders: Sendable {
    private struct Names {
        var folders: Set<ByteName> = []
        var groups: Set<ByteName> = []
    }

    private let names = Mutex(Names())

    package var folders: [String] { names.withLock { $0.folders.map(\.text).sorted(by: precedesInBytes) } }

    package var groups: [String] { names.withLock { $0.groups.map(\.text).sorted(by: precedesInBytes) } }

    /// The folders, then the groups as they are named in messages.
    package var all: [String] { folders + groups.map { "source group \"\($0)\"" } }

    func add(_ folder: String) { names.withLock { _ = $0.folders.insert(ByteName(folder)) } }

    func addGroup(_ group: String) { names.withLock { _ = $0.groups.insert(ByteName(group)) } }
}
