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

    /// The reason why a program could not be run to a successful end.
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

    /// Sends a signal to all programs that run now, and to the processes that they started.
    package static func signalAll(_ signal: Int32) { RunningProgram.signalAll(signal) }

    /// - Parameter read: reads the program's standard output to the end.
    /// - Throws: `ExecutionError`, or an error of `read`. After an error of `read`, the program is killed.
    package func run<T>(_ read: (FileHandle) throws -> T) throws -> T {
        let (input, output, messages) = (Pipe(), Pipe(), Pipe())
        // Ignore SIGPIPE, because the program can end before it reads its input. The exit code of the program then
        // shows whether the program failed.
        signal(SIGPIPE, SIG_IGN)
        let standardError = showsMessages ? FileHandle.standardError : messages.fileHandleForWriting
        let program: RunningProgram
        do {
            defer {
                // Close the ends of the pipes that the program has inherited. Otherwise, the streams would never end.
                try? input.fileHandleForReading.close()
                try? output.fileHandleForWriting.close()
                try? messages.fileHandleForWriting.close()
            }
            program = try RunningProgram(
                absolutePath(executable),
                arguments,
                environment: environment ?? ProcessInfo.processInfo.environment,
                folder: folder,
                streams: (
                    input.fileHandleForReading.fileDescriptor, output.fileHandleForWriting.fileDescriptor,
                    standardError.fileDescriptor
                )
            )
        }
        let lastLine = LastLine(of: messages.fileHandleForReading)
        try? input.fileHandleForWriting.write(contentsOf: self.input)
        try? input.fileHandleForWriting.close()
        let result: T
        do {
            result = try read(output.fileHandleForReading)
        } catch {
            program.end()
            _ = program.wait()
            throw error
        }
        switch program.wait() {
        case .exited(0): return result
        case .exited(let code):
            throw ExecutionError.ended("it ended with exit code \(code)", lastLine: lastLine.wait())
        case .signaled(let signal):
            throw ExecutionError.ended("it was ended by signal \(signal)", lastLine: lastLine.wait())
        }
    }
}

/// Reads a program's standard error while the program runs, because a full pipe would block the program. Keeps the last
/// line.
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
        // `RunningProgram.wait` has killed the program's process group. A child that has left the group still runs and
        // can keep the pipe open. So wait for at most one second.
        _ = isDone.wait(timeout: .now() + 1)
        return line.withLock { $0 }
    }
}
