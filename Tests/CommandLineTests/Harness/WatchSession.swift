import Foundation

/// A running `imagekit watch` whose events can be read while it runs.
///
/// `@unchecked Sendable` is safe: after the start, only the closures on `queue` use `rest` and read the output. The
/// reads block the thread of the queue instead of a thread of the tests.
final class WatchSession: @unchecked Sendable {
    private let queue = DispatchQueue(label: "watch session")
    private let process = Process()
    private let output = Pipe()
    private var rest: [UInt8] = []

    /// Starts the command and waits until it is ready for changes.
    /// - Parameter user: the start of a command that runs `imagekit` as another user, such as `OtherUser.command`.
    static func start(
        _ site: Site,
        _ arguments: [String],
        as user: String = "",
        environment: [String: String] = [:]
    ) async throws -> WatchSession {
        let session = try WatchSession(site, arguments, as: user, environment: environment)
        let first = try await session.next()
        guard first.event == "watching" else { throw Unexpected(event: "\(first)") }
        return session
    }

    private init(_ site: Site, _ arguments: [String], as user: String, environment: [String: String]) throws {
        process.executableURL = URL(filePath: "/usr/bin/env")
        let command = user.split(separator: " ").map(String.init) + [Executables.imagekit]
        process.arguments = command + ["watch", "--log-format", "json"] + arguments
        process.currentDirectoryURL = URL(filePath: site.path)
        process.environment = ["PATH": "/usr/bin:/bin"].merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        site.write("stderr", "")
        process.standardError = FileHandle(forWritingAtPath: site.path("stderr"))
        try process.run()
    }

    deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

    struct Unexpected: Error { let event: String }

    /// Returns the next event.
    func next() async throws -> Event {
        try await onQueue { try self.event() }
    }

    /// Returns the next `count` events of images.
    func images(_ count: Int) async throws -> [Event] {
        try await onQueue {
            var images: [Event] = []
            while images.count < count {
                let event = try self.event()
                if event.event == "image" { images.append(event) }
            }
            return images
        }
    }

    /// Reads image events, up to and including the first event for which the closure returns false.
    func skip(while isOfThatKind: (Event) -> Bool) async throws {
        while isOfThatKind(try await images(1)[0]) {}
    }

    /// Stops the command. Returns its exit code and the remaining events of images.
    func stop(_ signal: Int32 = SIGTERM) async throws -> (code: Int32, images: [Event]) {
        kill(process.processIdentifier, signal)
        return try await onQueue {
            var images: [Event] = []
            while let event = try? self.event() {
                if event.event == "image" { images.append(event) }
            }
            self.process.waitUntilExit()
            return (self.process.terminationStatus, images)
        }
    }

    private func onQueue<T: Sendable>(_ body: @escaping @Sendable () throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result(catching: body)) }
        }
    }

    private func event() throws -> Event {
        try JSONDecoder().decode(Event.self, from: Data(line().utf8))
    }

    /// Returns the next line. A timeout of one minute ends a test that would otherwise wait forever.
    private func line() throws -> String {
        let descriptor = output.fileHandleForReading.fileDescriptor
        while true {
            if let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                defer { rest.removeSubrange(...end) }
                return String(decoding: rest[..<end], as: UTF8.self)
            }
            var poll = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard Foundation.poll(&poll, 1, 60_000) == 1 else { throw Unexpected(event: "silence") }
            var buffer = [UInt8](repeating: 0, count: 1 << 16)
            let count = read(descriptor, &buffer, buffer.count)
            guard count > 0 else { throw Unexpected(event: "end of output") }
            rest += buffer[..<count]
        }
    }
}
