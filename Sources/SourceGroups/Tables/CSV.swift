import ImageSpecs

/// Reads sources with columns. The first line has the names of the columns. The sources' names are in the column
/// `source`, otherwise in the first one.
func readCSV(_ bytes: [UInt8], into table: inout SourceTableBuilder) throws(SourceListMistake) {
    var reader = CSVReader(bytes)
    guard let header = try reader.next() else { return }
    let columns = TableColumns(header.cells)
    while let (line, cells) = try reader.next() {
        guard cells.count <= columns.count else {
            let message = "\(cells.count) cells, but the first line names \(columns.count) columns"
            throw SourceListMistake(line: line, message: message)
        }
        guard columns.source < cells.count else { continue }
        table.add(cells[columns.source]) { column in
            guard let place = columns.place(of: column), place < cells.count, !cells[place].isEmpty else { return nil }
            return FieldValue(text: cells[place])
        }
    }
}

/// Parses comma-separated values (RFC 4180); lines can end with only a line feed.
struct CSVReader {
    private let bytes: [UInt8]
    private var place: Int
    private var line = 1

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        // Spreadsheets write a byte order mark.
        place = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    }

    /// Returns the next line that is not empty, and the number of the line where it starts.
    mutating func next() throws(SourceListMistake) -> (line: Int, cells: [String])? {
        while place < bytes.count {
            let start = line
            var cells = [try cell()]
            while place < bytes.count, bytes[place] == UInt8(ascii: ",") {
                place += 1
                cells.append(try cell())
            }
            endLine()
            if cells != [""] { return (start, cells) }
        }
        return nil
    }

    private mutating func endLine() {
        if place < bytes.count, bytes[place] == UInt8(ascii: "\r") { place += 1 }
        if place < bytes.count, bytes[place] == UInt8(ascii: "\n") { place += 1 }
        line += 1
    }

    private mutating func cell() throws(SourceListMistake) -> String {
        guard place < bytes.count, bytes[place] == UInt8(ascii: "\"") else {
            let start = place
            while place < bytes.count, !isEnd(bytes[place]) { place += 1 }
            return String(decoding: bytes[start..<place], as: UTF8.self)
        }
        let start = line
        var text: [UInt8] = []
        place += 1
        while place < bytes.count {
            let byte = bytes[place]
            place += 1
            if byte == UInt8(ascii: "\n") { line += 1 }
            guard byte == UInt8(ascii: "\"") else {
                text.append(byte)
                continue
            }
            if place < bytes.count, bytes[place] == UInt8(ascii: "\"") {
                text.append(byte)
                place += 1
                continue
            }
            guard place == bytes.count || isEnd(bytes[place]) else {
                throw SourceListMistake(line: line, message: "text after a closing quotation mark")
            }
            return String(decoding: text, as: UTF8.self)
        }
        throw SourceListMistake(line: start, message: "a quotation mark is not closed")
    }

    private func isEnd(_ byte: UInt8) -> Bool { ",\r\n".utf8.contains(byte) }
}
