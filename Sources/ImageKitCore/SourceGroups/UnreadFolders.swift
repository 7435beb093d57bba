import Synchronization

/// Folders that could not be read while sources were looked for: what is in them is not known to be gone.
final class UnreadFolders: Sendable {
    private let names = Mutex<[String]>([])

    var all: [String] { names.withLock(\.self) }

    func add(_ folder: String) { names.withLock { $0.append(folder) } }
}
