import ImageSpecs

/// Reads bytes in sequence and tracks the line and the column.
struct JSONCursor {
    let bytes: [UInt8]
    private(set) var index: Int
    private(set) var position = Position.start

    /// Starts after a byte order mark, which does not count as a column.
    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        index = bytes.byteOrderMarkLength
    }

    var isAtEnd: Bool { index >= bytes.count }

    /// The byte at the cursor, or nil at the end.
    var next: UInt8? { peek(0) }

    /// The byte that is `offset` bytes after the cursor, or nil beyond the end.
    func peek(_ offset: Int) -> UInt8? {
        index + offset < bytes.count ? bytes[index + offset] : nil
    }

    /// The Unicode scalar at the cursor, or nil at the end and in invalid UTF-8.
    var nextScalar: UTF8Scalar? { UTF8Scalar(in: bytes, at: index) }

    /// Moves forward by one byte; does nothing at the end. Continuation bytes of UTF-8 do not count as columns.
    mutating func advance() {
        guard let byte = next else { return }
        index += 1
        if byte == UInt8(ascii: "\n") {
            position = Position(line: position.line + 1, column: 1)
        } else if byte & 0xC0 != 0x80 {
            position.column += 1
        }
    }

    mutating func advance(by count: Int) {
        for _ in 0..<count { advance() }
    }

    /// If `byte` is at the cursor, moves past it and returns true.
    mutating func take(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        advance()
        return true
    }

    /// Moves past ASCII digits and returns their number.
    mutating func takeDigits() -> Int {
        let start = index
        while let byte = next, isDigit(byte) { advance() }
        return index - start
    }

    mutating func skipWhitespace() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { advance() }
    }

    /// The ASCII text from `start` to the cursor.
    func text(from start: Int) -> String { String(decoding: bytes[start..<index], as: UTF8.self) }

    func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }
}
