import ImageSpecs

/// Reads sources with columns. The first line has the names of the columns. The sources' names are in the column
/// `source` or, if it does not exist, in the first column.
func readCSV(_ bytes: [UInt8], into table: inout SourceTableBuilder) throws(SourceListError) {
    var reader = CSVReader(bytes)
    guard let header = try reader.next() else { return }
    let columns = TableColumns(header.cells)
    while let (line, cells) = try reader.next() {
        guard cells.count <= columns.count else {
            let message = "\(cells.count) cells, but the first line names \(columns.count) columns"
            throw SourceListError(line: line, message: message)
        }
        guard columns.source < cells.count else { continue }
        table.add(cells[columns.source]) { column in
            guard let index = columns.index(of: column), index < cells.count, !cells[index].isEmpty else { return nil }
            return FieldValue(text: cells[index])
        }
    }
}

/// Parses comma-separated values (RFC 4180). A line can also end with only a line feed, or with only a carriage return.
struct CSVReader {
    private let bytes: [UInt8]
    private var offset: Int
    private var line = 1

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        offset = bytes.byteOrderMarkLength
    }

    /// Returns the next row that is not empty, and the number of its first line. A row has several lines if a text in
    /// quotes contains line breaks.
    mutating func next() throws(SourceListError) -> (line: Int, cells: [String])? {
        while offset < bytes.count {
            let start = line
            var cells = [try cell()]
            while offset < bytes.count, bytes[offset] == UInt8(ascii: ",") {
                offset += 1
                cells.append(try cell())
            }
            endLine()
            if cells != [""] { return (start, cells) }
        }
        return nil
    }

    private mutating func endLine() {
        if offset < bytes.count, bytes[offset] == UInt8(ascii: "\r") { offset += 1 }
        if offset < bytes.count, bytes[offset] == UInt8(ascii: "\n") { offset += 1 }
        line += 1
    }

    private mutating func cell() throws(SourceListError) -> String {
        guard offset < bytes.count, bytes[offset] == UInt8(ascii: "\"") else {
            let start = offset
            while offset < bytes.count, !isEnd(bytes[offset]) { offset += 1 }
            return String(decoding: bytes[start..<offset], as: UTF8.self)
        }
        let start = line
        var text: [UInt8] = []
        offset += 1
        while offset < bytes.count {
            let byte = bytes[offset]
            offset += 1
            if byte == UInt8(ascii: "\n") { line += 1 }
            guard byte == UInt8(ascii: "\"") else {
                text.append(byte)
                continue
            }
            if offset < bytes.count, bytes[offset] == UInt8(ascii: "\"") {
                text.append(byte)
                offset += 1
                continue
            }
            guard offset == bytes.count || isEnd(bytes[offset]) else {
                throw SourceListError(line: line, message: "text after a closing quotation mark")
            }
            return String(decoding: text, as: UTF8.self)
        }
        throw SourceListError(line: start, message: "a quotation mark is not closed")
    }

    private func isEnd(_ byte: UInt8) -> Bool { ",\r\n".utf8.contains(byte) }
}
