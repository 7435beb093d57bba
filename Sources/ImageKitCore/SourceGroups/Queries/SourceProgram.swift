import Foundation
import Synchronization

/// A program that prints sources: a name a line, or an object a line with the name under `source`.
struct SourceProgram {
    let command: [String]
    /// Where it is run, and where a relative path in its name starts.
    let folder: String

    /// - Throws: `ProgramFailure`, or what is wrong with a line.
    func run(into table: inout SourceTableBuilder) throws {
        let process = Process()
        let (output, messages) = (Pipe(), Pipe())
        guard let path = executable else { throw failure("there is no such program") }
        process.executableURL = URL(filePath: path)
        process.arguments = Array(command.dropFirst())
        process.currentDirectoryURL = URL(filePath: folder)
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = messages
        do { try process.run() } catch { throw failure("it cannot be run: \(error.localizedDescription)") }
        let lastLine = LastLine(of: messages.fileHandleForReading)
        do {
            try read(output.fileHandleForReading, into: &table)
        } catch {
            process.terminate()
            throw error
        }
        process.waitUntilExit()
        guard process.terminationReason == .exit, process.terminationStatus == 0 else {
            let how = process.terminationReason == .exit ? "it ended with exit code" : "it was ended by signal"
            let line = lastLine.wait()
            throw failure("\(how) \(process.terminationStatus)" + (line.isEmpty ? "" : ": \(line)"))
        }
    }

    private func read(_ handle: FileHandle, into table: inout SourceTableBuilder) throws {
        var rest: [UInt8] = []
        var number = 0
        while case let chunk = handle.availableData, !chunk.isEmpty {
            rest += chunk
            var start = rest.startIndex
            while let end = rest[start...].firstIndex(of: UInt8(ascii: "\n")) {
                number += 1
                try readLine(rest[start..<end], number, into: &table)
                start = end + 1
            }
            rest.removeFirst(start)
        }
        try readLine(rest[...], number + 1, into: &table)
    }

    private func readLine(_ line: ArraySlice<UInt8>, _ number: Int, into table: inout SourceTableBuilder) throws {
        do throws(SourceListMistake) {
            try ListForm.linesOrJSON.readLine(line, number, into: &table)
        } catch {
            throw failure("\(error)")
        }
    }

    /// As a shell finds it, with relative paths from the folder.
    private var executable: String? {
        guard let name = command.first, !name.isEmpty else { return nil }
        if name.contains("/") {
            let path = name.hasPrefix("/") ? name : folder + "/" + name
            return FileManager.default.isExecutableFile(atPath: path) ? path : nil
        }
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
        return folders.map { "\($0)/\(name)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    private func failure(_ reason: String) -> ProgramFailure { ProgramFailure(program: command[0], reason: reason) }
}

/// A program that did not print its sources.
struct ProgramFailure: Error, CustomStringConvertible {
    let program: String
    let reason: String

    var description: String { "the program \"\(program)\": \(reason)" }
}

/// Reads a program's messages while it runs, so that it never waits for somebody to read them.
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
        // A child that it left behind may hold the pipe open.
        _ = isDone.wait(timeout: .now() + 1)
        return line.withLock { $0 }
    }
}
