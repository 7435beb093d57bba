import Foundation

/// A running `imagekit work` whose messages can be read while it runs.
///
/// `@unchecked Sendable` is safe: after the start, only the closures on `queue` use `rest` and read the messages. The
/// reads block the thread of the queue instead of a thread of the tests.
final class WorkSession: @unchecked Sendable {
    private let queue = DispatchQueue(label: "work session")
    private let process = Process()
    private let messages = Pipe()
    private var rest: [UInt8] = []

    init(_ site: Site, _ arguments: String...) throws {
        process.executableURL = URL(filePath: Executables.imagekit)
        process.arguments = ["work"] + arguments
        process.currentDirectoryURL = URL(filePath: site.path)
        process.environment = ["PATH": "/usr/bin:/bin", "LC_ALL": "C"]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = messages
        try process.run()
    }

    deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

    /// Returns the next line of standard error; nil after its end. A timeout of one minute ends a test that would
    /// otherwise wait forever.
    func message() async -> String? { await onQueue { self.line() } }

    /// Stops the command. Returns its exit code and the remaining messages.
    func stop() async -> (code: Int32, messages: [String]) {
        kill(process.processIdentifier, SIGTERM)
        return await onQueue {
            var messages: [String] = []
            while let line = self.line() { messages.append(line) }
            self.process.waitUntilExit()
            return (self.process.terminationStatus, messages)
        }
    }

    private func onQueue<T: Sendable>(_ body: @escaping @Sendable () -> T) async -> T {
        await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: body()) }
        }
    }

    private func line() -> String? {
        while true {
            if let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                defer { rest.removeSubrange(...end) }
                return String(decoding: rest[..<end], as: UTF8.self)
            }
            var poll = pollfd(fd: messages.fileHandleForReading.fileDescriptor, events: Int16(POLLIN), revents: 0)
            guard Foundation.poll(&poll, 1, 60_000) == 1 else { return nil }
            let data = messages.fileHandleForReading.availableData
            guard !data.isEmpty else { return nil }
            rest += data
        }
    }
}
