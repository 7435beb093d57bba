import Files
import ImageSpecs
import JSON

/// Reads a list of sources.
/// - Parameter path: the path of the list; nil for standard input.
/// - Throws: `FileError`, or `SourceListError` with the path and the line of a mistake.
func readList(_ path: String?, into table: inout SourceTableBuilder) throws {
    do {
        let bytes = try path.map(readRegularList) ?? readStandardInputFromStart()
        try ListForm(path: path ?? "").read(bytes, into: &table)
    } catch let error as SourceListError {
        throw SourceListError(message: "\(path ?? "standard input"): \(error)")
    }
}

/// Reads a list from a regular file. Other files are refused, because a device can return bytes without an end, and a
/// pipe can block.
private func readRegularList(_ path: String) throws -> [UInt8] {
    let file = try RegularFile(path)
    guard file.size <= maxListBytes else {
        throw SourceListError(message: "it has \(file.size) bytes, and a list has at most \(maxListBytes)")
    }
    return try file.contents()
}

private let maxListBytes = 1 << 28

/// The format of a list of sources.
enum ListForm: Sendable {
    /// One name per line.
    case lines
    /// A line with the names of the columns, then one source per line.
    case csv
    /// One object per line, with the source's name in `source`.
    case jsonLines
    /// The output of a program. A line that begins with `{` is an object, and every other line is a name.
    case linesOrJSON

    /// Determines the format from the file's extension.
    init(path: String) {
        self =
            switch SourceName.splitExtension(path).extension.lowercased() {
            case ".csv": .csv
            case ".jsonl", ".ndjson": .jsonLines
            default: .lines
            }
    }

    /// Reads a complete list.
    func read(_ bytes: [UInt8], into table: inout SourceTableBuilder) throws(SourceListError) {
        guard self != .csv else { return try readCSV(bytes, into: &table) }
        var number = 0
        for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            number += 1
            try readLine(line, number, into: &table)
        }
    }

    /// Reads one line, which the caller gives without its line feed. An empty line is skipped.
    func readLine(
        _ line: ArraySlice<UInt8>,
        _ number: Int,
        into table: inout SourceTableBuilder
    ) throws(SourceListError) {
        var line = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
        if number == 1 { line = line.dropFirst(line.byteOrderMarkLength) }
        guard !line.isEmpty else { return }
        if self == .jsonLines || (self == .linesOrJSON && line.first == UInt8(ascii: "{")) {
            try readObject(line, number, into: &table)
        } else {
            table.add(String(decoding: line, as: UTF8.self)) { _ in nil }
        }
    }

    private func readObject(
        _ line: ArraySlice<UInt8>,
        _ number: Int,
        into table: inout SourceTableBuilder
    ) throws(SourceListError) {
        let json: JSONNode
        do {
            json = try parseJSON(Array(line))
        } catch {
            throw SourceListError(line: number, message: error.message)
        }
        guard case .object(let row) = json.value, let source = row["source"] else {
            throw SourceListError(line: number, message: "not an object with the source's name under \"source\"")
        }
        switch source.value {
        case .string(let name): table.add(name) { row[$0].flatMap { FieldValue($0) } }
        case .null: break
        default:
            throw SourceListError(line: number, message: "\(source.value.inWords) is not the name of a source")
        }
    }
}
