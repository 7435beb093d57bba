import Files
import Foundation
import Workers

/// A program that prints sources: a name a line, or an object a line with the name under `source`.
struct SourceProgram {
    let command: [String]
    /// Where it is run, and where a relative path in its name starts.
    let folder: String

    /// - Throws: `ProgramFailure`, or what is wrong with a line.
    func run(into table: inout SourceTableBuilder) throws {
        guard let executable = ChildProcess.path(of: command[0], from: folder) else {
            throw failure("there is no such program")
        }
        do {
            try ChildProcess(executable: executable, arguments: Array(command.dropFirst()), folder: folder)
                .run { try read($0, into: &table) }
        } catch let error as ChildProcess.Failure {
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
        do throws(SourceListMistake) {
            try ListForm.linesOrJSON.readLine(line, number, into: &table)
        } catch {
            throw failure("\(error)")
        }
    }

    private func failure(_ reason: String) -> ProgramFailure { ProgramFailure(program: command[0], reason: reason) }
}

/// A program that did not print its sources.
struct ProgramFailure: Error, CustomStringConvertible {
    let program: String
    let reason: String

    var description: String { "the program \"\(program)\": \(reason)" }
}
