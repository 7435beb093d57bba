import Files
import Synchronization

/// A connection of this process to a state. The object is created before the connection is opened.
///
/// When a process closes a file, the kernel releases all locks of the process on this file, including the locks of
/// SQLite (sqlite.org/howtocorrupt.html, 2.2). Another process could then delete the log of a state that is in use. So
/// this process opens the file of a state itself only while it has no connection to the state.
final class StateConnection: Sendable {
    private static let counts = Mutex<[String: Int]>([:])
    /// The path of the state's file without links, because a process can open a state by several paths.
    private let file: String
    private let isOpen = Mutex(true)

    init(_ path: String) {
        let file = Self.file(path)
        self.file = file
        Self.counts.withLock { $0[file, default: 0] += 1 }
    }

    deinit { end() }

    /// Called after the connection is closed.
    func end() {
        let wasOpen = isOpen.withLock { isOpen in
            defer { isOpen = false }
            return isOpen
        }
        guard wasOpen else { return }
        Self.counts.withLock { counts in
            let count = (counts[file] ?? 1) - 1
            counts[file] = count > 0 ? count : nil
        }
    }

    /// Calls a function that opens the file of a state and closes it. No connection is opened during the call.
    /// - Parameter own: the number of connections that hold no lock now.
    /// - Returns: the result of the function; nil, without a call, if this process has further connections to the state.
    static func reading<T: Sendable>(_ path: String, own: Int = 0, _ body: () -> T?) -> T? {
        let file = file(path)
        return counts.withLock { counts in (counts[file] ?? 0) > own ? nil : body() }
    }

    private static func file(_ path: String) -> String { resolvedNewPath(path) ?? path }
}
