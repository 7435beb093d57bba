import Files
import JSON
import Synchronization
import SystemPackage

/// Writes one JSON object per request to a file or to standard output.
package final class AccessLog: Sendable {
    package struct Entry: Sendable {
        package var client: String
        package var method: String
        package var path: String
        package var status: Int
        package var bytes: Int
        package var seconds: Double

        package init(client: String, method: String, path: String, status: Int, bytes: Int, seconds: Double) {
            self.client = client
            self.method = method
            self.path = path
            self.status = status
            self.bytes = bytes
            self.seconds = seconds
        }
    }

    /// The path of the file; nil for standard output.
    private let path: String?
    private let descriptor: Mutex<FileDescriptor>

    /// - Parameter path: `-` stands for standard output.
    package init(_ path: String) throws(FileError) {
        self.path = path == "-" ? nil : path
        descriptor = Mutex(path == "-" ? .standardOutput : try Self.open(path))
    }

    private static func open(_ path: String) throws(FileError) -> FileDescriptor {
        try FileError.naming("open", path) {
            try FileDescriptor.open(
                path,
                .writeOnly,
                options: [.create, .append, .closeOnExec],
                permissions: [.ownerReadWrite, .groupRead]
            )
        }
    }

    deinit { if path != nil { descriptor.withLock { try? $0.close() } } }

    /// Whether the log is a file.
    package var isFile: Bool { path != nil }

    /// Opens the path again, because another program has renamed the file. If the path cannot be opened, the log
    /// continues in the renamed file.
    package func reopen() throws(FileError) {
        guard let path else { return }
        let new = try Self.open(path)
        descriptor.withLock { descriptor in
            try? descriptor.close()
            descriptor = new
        }
    }

    package func write(_ entry: Entry) {
        let line = Self.line(entry, time: currentSeconds())
        // Hold the lock during the call, so that no thread writes to a descriptor that `reopen` has closed. Ignore
        // errors, because a full disk must not stop the server.
        descriptor.withLock { descriptor in _ = Array(line.utf8).withUnsafeBytes { try? descriptor.write($0) } }
    }

    /// - Parameter time: the time of the entry in seconds since 1970.
    static func line(_ entry: Entry, time: Int) -> String {
        let line: JSONText = [
            "time": .string("\(UTCTime(seconds: time))"), "client": .string(entry.client),
            "method": .string(entry.method),
            "path": .string(entry.path), "status": .integer(entry.status), "bytes": .integer(entry.bytes),
            "seconds": .seconds(entry.seconds),
        ]
        return line.text + "\n"
    }
}
