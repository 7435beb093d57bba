import Files
import Synchronization

/// The folders that are missing or could not be read during the search for sources, the buckets that contained no
/// object, and the source groups whose table is missing. The sources in all of these are not considered deleted.
package final class UnreadFolders: Sendable {
    private struct Names {
        var folders: Set<ByteName> = []
        var groups: Set<ByteName> = []
    }

    private let names = Mutex(Names())

    /// The names of the folders, and the addresses of the buckets.
    package var folders: [String] { names.withLock { $0.folders.map(\.text).sorted(by: precedesInBytes) } }

    package var groups: [String] { names.withLock { $0.groups.map(\.text).sorted(by: precedesInBytes) } }

    /// The folders, then the groups as they are named in messages.
    package var all: [String] { folders + groups.map { "source group \"\($0)\"" } }

    func add(_ folder: String) { names.withLock { _ = $0.folders.insert(ByteName(folder)) } }

    func addGroup(_ group: String) { names.withLock { _ = $0.groups.insert(ByteName(group)) } }

    /// Forgets all folders and groups. Call this function before sources are streamed again.
    package func removeAll() { names.withLock { $0 = Names() } }
}
