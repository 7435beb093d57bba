import Files
import Foundation
import Workers

/// A program that prints sources. Each line is a name, or a JSON object with the name in `source`.
struct SourceProgram {
    let command: [String]
    /// The working folder of the program. A relative path of the program, such as `bin/list`, starts at this folder. A
    /// name without a slash is searched in `PATH`.
    let folder: String

    /// - Throws: `SourceProgramError`, also if a line of the output is invalid.
    func run(into table: inout SourceTableBuilder) throws {
        guard let executable = ChildProcess.path(of: command[0], from: folder) else {
            throw failure("the program does not exist")
        }
        do {
            try ChildProcess(executable: executable, arguments: Array(command.dropFirst()), folder: folder)
                .run { try read($0, into: &table) }
        } catch let error as ChildProcess.ExecutionError {
            throw failure("\(error)")
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
        do throws(SourceListError) {
            try ListForm.linesOrJSON.readLine(line, number, into: &table)
        } catch {
            throw failure("\(error)")
        }
    }

    private func failure(_ reason: String) -> SourceProgramError {
        SourceProgramError(program: command[0], reason: reason)
    }
}

/// A program that failed to print its sources.
struct SourceProgramError: Error, CustomStringConvertible {
    let program: String
    let reason: String

    var description: String { "the program \"\(program)\": \(reason)" }
}
