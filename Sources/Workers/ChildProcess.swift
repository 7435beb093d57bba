import Files
import Foundation
import Synchronization

/// Runs a program to its end and reads its output.
package struct ChildProcess {
    let executable: String
    let arguments: [String]
    /// The working folder; nil for the working folder of this process.
    var folder: String?
    /// The environment; nil for the environment of this process.
    var environment: [String: String]?
    /// The standard input. It must fit into a pipe's buffer, because it is written before the output is read.
    var input = Data()
    /// Whether the program's standard error goes to the standard error of this process.
    var showsMessages = false

    package init(
        executable: String,
        arguments: [String],
        folder: String? = nil,
        environment: [String: String]? = nil,
        input: Data = Data(),
        showsMessages: Bool = false
    ) {
        self.executable = executable
        self.arguments = arguments
        self.folder = folder
        self.environment = environment
        self.input = input
        self.showsMessages = showsMessages
    }

    /// Finds a program as a shell does. A relative path starts at `folder`. Returns nil if there is no such program.
    package static func path(of name: String, from folder: String) -> String? {
        guard !name.isEmpty else { return nil }
        if name.contains("/") {
            let path = name.hasPrefix("/") ? name : folder + "/" + name
            return FileManager.default.isExecutableFile(atPath: path) ? path : nil
        }
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
        return folders.map { "\($0)/\(name)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    package enum ExecutionError: Error, CustomStringConvertible {
        case notStarted(String)
        /// The program ended with a failure. `lastLine` is the last line of its standard error.
        case ended(String, lastLine: String)

        package var description: String {
            switch self {
            case .notStarted(let reason): "it cannot be run: \(reason)"
            case .ended(let how, ""): how
            case .ended(let how, let line): "\(how): \(line)"
            }
        }
    }

    /// - Parameter read: reads the program's standard output to the end.
    /// - Throws: `ExecutionError`; any error of `read`, after the program was terminated.
    package func run<T>(_ read: (FileHandle) throws -> T) throws -> T {
        let process = Process()
        let (output, messages) = (Pipe(), Pipe())
        process.executableURL = URL(filePath: executable)
        process.arguments = arguments
        if let environment { process.environment = environment }
        if let folder { process.currentDirectoryURL = URL(filePath: folder) }
        let inputPipe = input.isEmpty ? nil : Pipe()
        process.standardInput = inputPipe ?? FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = showsMessages ? FileHandle.standardError : messages
        // Ignore SIGPIPE, because the program can end before it reads its input. The exit code of the program is
        // reported below.
        signal(SIGPIPE, SIG_IGN)
        do { try process.run() } catch { throw ExecutionError.notStarted(error.localizedDescription) }
        if showsMessages { try? messages.fileHandleForWriting.close() }
        let lastLine = LastLine(of: messages.fileHandleForReading)
        try? inputPipe?.fileHandleForWriting.write(contentsOf: input)
        try? inputPipe?.fileHandleForWriting.close()
        let result: T
        do {
            result = try read(output.fileHandleForReading)
        } catch {
            process.terminate()
            throw error
        }
        process.waitUntilExit()
        guard process.terminationReason == .exit, process.terminationStatus == 0 else {
            let how = process.terminationReason == .exit ? "it ended with exit code" : "it was ended by signal"
            throw ExecutionError.ended("\(how) \(process.terminationStatus)", lastLine: lastLine.wait())
        }
        return result
    }
}

/// Reads a program's standard error while the program runs, because a full pipe would block it.
private final class LastLine: Sendable {
    private let line = Mutex("")
    private let isDone = DispatchSemaphore(value: 0)

    init(of handle: FileHandle) {
        DispatchQueue.global().async { [self] in
            var end: [UInt8] = []
            while case let chunk = handle.availableData, !chunk.isEmpty {
                end = Array((end + chunk).suffix(4096))
            }
            let last = end.split(separator: UInt8(ascii: "\n")).last { !$0.isEmpty }
            line.withLock { $0 = last.map { String(decoding: $0, as: UTF8.self) } ?? "" }
            isDone.signal()
        }
    }

    func wait() -> String {
        // Wait for at most one second, because a child that the program left behind can keep the pipe open.
        _ = isDone.wait(timeout: .now() + 1)
        return line.withLock { $0 }
    }
}
