import Foundation

/// A server of Debian's packages at a Unix socket. It ends with the object.
package final class TestServer {
    package let folder = TemporaryFolder()
    private let process = Process()

    package var socket: String { folder.path("socket") }

    package static func isInstalled(_ program: String) -> Bool { path(of: program) != nil }

    private static func path(of program: String) -> String? {
        ["/usr/bin/", "/usr/local/bin/", "/opt/homebrew/bin/"].map { $0 + program }
            .first(where: FileManager.default.isExecutableFile)
    }

    /// Starts the server, and waits until its output contains a text.
    package init(_ program: String, _ arguments: (_ socket: String) -> [String], until ready: String) throws {
        let output = Pipe()
        process.executableURL = URL(filePath: Self.path(of: program) ?? program)
        process.arguments = arguments(folder.path("socket"))
        process.standardOutput = output
        process.standardError = output
        process.currentDirectoryURL = URL(filePath: folder.path)
        try process.run()
        var text = ""
        while !text.contains(ready) {
            let data = output.fileHandleForReading.availableData
            guard !data.isEmpty else { throw POSIXError(.ECHILD) }
            text += String(decoding: data, as: UTF8.self)
        }
        // A server would wait if nothing read its further output.
        output.fileHandleForReading.readabilityHandler = { _ = $0.availableData }
    }

    /// - Parameter path: the path of the socket; nil for a path in the folder of the server.
    package static func redis(at path: String? = nil, password: String? = nil) throws -> TestServer {
        let options = password.map { ["--requirepass", $0] } ?? []
        return try TestServer(
            "redis-server",
            { ["--port", "0", "--unixsocket", path ?? $0, "--save", ""] + options },
            until: "eady to accept"
        )
    }

    package static func memcached() throws -> TestServer {
        try TestServer("memcached", { ["-vv", "-u", NSUserName(), "-s", $0] }, until: "server listening")
    }

    deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

    /// Kills the server, and waits for its end.
    package func stop() {
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// Runs redis-cli and returns its output.
    package func redis(_ arguments: String...) throws -> String {
        let client = Process()
        let output = Pipe()
        client.executableURL = URL(filePath: Self.path(of: "redis-cli") ?? "redis-cli")
        client.arguments = ["-s", socket] + arguments
        client.standardOutput = output
        client.standardError = FileHandle.nullDevice
        try client.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        client.waitUntilExit()
        return String(decoding: data, as: UTF8.self)
    }
}
