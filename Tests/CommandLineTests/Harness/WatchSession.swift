import Foundation

/// A running `imagekit watch`, whose events are read as they come.
final class WatchSession {
    private let process = Process()
    private let output = Pipe()
    private var rest: [UInt8] = []

    /// Starts it and waits until it hears changes.
    init(_ site: Site, _ arguments: [String], environment: [String: String] = [:]) throws {
        process.executableURL = URL(filePath: Executables.imagekit)
        process.arguments = ["watch", "--log-format", "json"] + arguments
        process.currentDirectoryURL = URL(filePath: site.path)
        process.environment = ["PATH": "/usr/bin:/bin"].merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        site.write("stderr", "")
        process.standardError = FileHandle(forWritingAtPath: site.path("stderr"))
        try process.run()
        let first = try next()
        guard first.event == "watching" else { throw Unexpected(event: "\(first)") }
    }

    deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

    struct Unexpected: Error { let event: String }

    var processID: Int32 { process.processIdentifier }

    /// The next event.
    func next() throws -> Event {
        try JSONDecoder().decode(Event.self, from: Data(line().utf8))
    }

    /// The events of images until there were so many.
    func images(_ count: Int) throws -> [Event] {
        var images: [Event] = []
        while images.count < count {
            let event = try next()
            if event.event == "image" { images.append(event) }
        }
        return images
    }

    /// Ends it, and returns its exit code with the events of images that were not read.
    func stop(_ signal: Int32 = SIGTERM) throws -> (code: Int32, images: [Event]) {
        kill(process.processIdentifier, signal)
        var images: [Event] = []
        while let line = try? line() {
            let event = try JSONDecoder().decode(Event.self, from: Data(line.utf8))
            if event.event == "image" { images.append(event) }
        }
        process.waitUntilExit()
        return (process.terminationStatus, images)
    }

    /// A minute is for ever; without an end a test that fails would never end.
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
