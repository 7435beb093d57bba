import Foundation

/// A running `imagekit serve`.
///
/// `@unchecked Sendable` is safe: after the start, only `stop` uses the process, and each test calls it once.
final class ServeSession: @unchecked Sendable {
    let address: HTTPConnection.Address
    private let process: Process
    /// The site exists as long as the server.
    private let site: Site

    private let errors: CollectedOutput

    /// Starts the server and waits until it listens.
    /// - Parameter openFiles: the limit of open files; nil for the limit of the tests.
    static func start(
        _ site: Site,
        _ arguments: String...,
        listen: String = "127.0.0.1:0",
        environment: [String: String] = [:],
        openFiles: Int? = nil
    ) async throws -> ServeSession {
        let words = ["serve", "--listen", listen] + arguments
        return try await onThread { try ServeSession(site, words, environment, openFiles) }
    }

    private init(
        _ site: Site,
        _ arguments: [String],
        _ environment: [String: String],
        _ openFiles: Int?
    ) throws {
        self.site = site
        process = Process()
        if let openFiles {
            process.executableURL = URL(filePath: "/bin/sh")
            process.arguments = ["-c", "ulimit -n \(openFiles); exec \"$0\" \"$@\"", Executables.imagekit] + arguments
        } else {
            process.executableURL = URL(filePath: Executables.imagekit)
            process.arguments = arguments
        }
        process.currentDirectoryURL = URL(filePath: site.path)
        process.environment = ["PATH": "/usr/bin:/bin"].merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        let errors = Pipe()
        process.standardError = errors
        try process.run()
        // The reader keeps the pipe open, so that messages of the server do not fail.
        let handle = errors.fileHandleForReading
        var line = ""
        while !line.contains("\n") {
            let data = handle.availableData
            guard !data.isEmpty else { throw Unexpected(text: "the server ended: \(line)") }
            line += String(decoding: data, as: UTF8.self)
        }
        self.errors = CollectedOutput(handle)
        let first = String(line.prefix { $0 != "\n" })
        if let match = first.wholeMatch(of: /listening on http:\/\/127\.0\.0\.1:([0-9]+)/), let port = UInt16(match.1) {
            address = .tcp(port)
        } else if let match = first.wholeMatch(of: /listening on unix:(.+)/) {
            address = .unix(site.path(String(match.1)))
        } else {
            throw Unexpected(text: first)
        }
    }

    deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

    struct Unexpected: Error { let text: String }

    /// Sends a request on a connection of its own, and returns the answer.
    func get(_ path: String, method: String = "GET", headers: [String] = []) async throws -> HTTPAnswer {
        let lines = ["\(method) \(path) HTTP/1.1", "Host: test", "Connection: close"] + headers
        return try await send(lines.joined(separator: "\r\n") + "\r\n\r\n")
    }

    /// Sends bytes on a connection of its own, and returns the answer that ends it.
    func send(_ text: String) async throws -> HTTPAnswer { try await send(Array(text.utf8)) }

    func send(_ bytes: [UInt8]) async throws -> HTTPAnswer {
        let address = address
        return try await onThread { HTTPAnswer(try HTTPConnection(address).exchange(bytes)) }
    }

    /// Sends a signal. Returns the exit code, or 128 and the signal that ended the process.
    func stop(_ signal: Int32 = SIGTERM) async throws -> Int32 {
        kill(process.processIdentifier, signal)
        return await exitCode()
    }

    /// What the server printed on standard error after its first line. Waits until the server ends.
    func errorLines() async throws -> [String] {
        let errors = errors
        return try await onThread { errors.text.split(separator: "\n").map(String.init) }
    }

    func signal(_ signal: Int32) { kill(process.processIdentifier, signal) }

    func exitCode() async -> Int32 {
        let process = process
        let code = try? await onThread {
            process.waitUntilExit()
            return process.terminationReason == .uncaughtSignal
                ? 128 + process.terminationStatus : process.terminationStatus
        }
        return code ?? -1
    }
}

/// Runs blocking work on a thread of its own, because the threads of the tests must not wait.
func onThread<T: Sendable>(_ body: @escaping @Sendable () throws -> T) async throws -> T {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread { continuation.resume(with: Result(catching: body)) }
    }
}
