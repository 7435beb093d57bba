import Files
import JSON
import Synchronization
import SystemPackage

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Writes one JSON object per request to a file.
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

    private let descriptor: FileDescriptor

    /// - Parameter path: `-` stands for standard output.
    package init(_ path: String) throws(FileError) {
        guard path != "-" else {
            descriptor = .standardOutput
            return
        }
        descriptor = try FileError.naming("open", path) {
            try FileDescriptor.open(
                path,
                .writeOnly,
                options: [.create, .append, .closeOnExec],
                permissions: [.ownerReadWrite, .groupRead]
            )
        }
    }

    deinit { if descriptor != .standardOutput { try? descriptor.close() } }

    package func write(_ entry: Entry) {
        let line = Self.line(entry, time: Int(time(nil)))
        // Write the line with one call, so that lines of several threads do not mix. Ignore errors, because a full disk
        // must not stop the server.
        _ = Array(line.utf8).withUnsafeBytes { try? descriptor.write($0) }
    }

    /// - Parameter time: the time of the entry in seconds since 1970.
    static func line(_ entry: Entry, time: Int) -> String {
        let line: JSONText = [
            "time": .string(timestamp(time)), "client": .string(entry.client), "method": .string(entry.method),
            "path": .string(entry.path), "status": .integer(entry.status), "bytes": .integer(entry.bytes),
            "seconds": .seconds(entry.seconds),
        ]
        return line.text + "\n"
    }

    /// Returns the time in UTC as RFC 3339 defines, such as `2026-11-27T07:20:50Z`. `--timestamps` uses the same
    /// format.
    private static func timestamp(_ seconds: Int) -> String {
        var (time, fields) = (time_t(seconds), tm())
        gmtime_r(&time, &fields)
        func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(fields.tm_year + 1900)-\(two(fields.tm_mon + 1))-\(two(fields.tm_mday))"
            + "T\(two(fields.tm_hour)):\(two(fields.tm_min)):\(two(fields.tm_sec))Z"
    }
}
