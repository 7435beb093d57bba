import ImageSpecs

extension JSONParser {
    /// Parses the string whose opening quote is at the cursor.
    mutating func string() throws(JSONSyntaxError) -> String {
        let opening = cursor.position
        cursor.advance()
        var bytes: [UInt8] = []
        while let byte = cursor.next {
            switch byte {
            case UInt8(ascii: "\""):
                cursor.advance()
                return String(decoding: bytes, as: UTF8.self)
            case UInt8(ascii: "\\"):
                bytes.append(contentsOf: try escape(opening: opening).utf8)
            case UInt8(ascii: "\n"):
                throw JSONSyntaxError(kind: .lineBreakInString, position: opening)
            case UInt8(ascii: "\r") where cursor.peek(1) == UInt8(ascii: "\n"):
                throw JSONSyntaxError(kind: .lineBreakInString, position: opening)
            case 0..<0x20:
                throw error(.controlCharacter(byte))
            case 0x20..<0x80:
                bytes.append(byte)
                cursor.advance()
            default:
                guard let scalar = cursor.nextScalar else { throw error(.invalidUTF8(byte: byte)) }
                bytes.append(contentsOf: cursor.bytes[cursor.index..<cursor.index + scalar.length])
                cursor.advance(by: scalar.length)
            }
        }
        throw JSONSyntaxError(kind: .unterminatedString, position: opening)
    }

    /// Parses the escape sequence at the cursor.
    private mutating func escape(opening: Position) throws(JSONSyntaxError) -> String {
        let start = cursor.position
        guard let byte = cursor.peek(1) else { throw JSONSyntaxError(kind: .unterminatedString, position: opening) }
        let plain: String
        switch byte {
        case UInt8(ascii: "\""): plain = "\""
        case UInt8(ascii: "\\"): plain = "\\"
        case UInt8(ascii: "/"): plain = "/"
        case UInt8(ascii: "b"): plain = "\u{8}"
        case UInt8(ascii: "f"): plain = "\u{C}"
        case UInt8(ascii: "n"): plain = "\n"
        case UInt8(ascii: "r"): plain = "\r"
        case UInt8(ascii: "t"): plain = "\t"
        case UInt8(ascii: "u"): return String(Character(try unicodeEscape(start: start)))
        case 0x20..<0x7F: throw error(.badEscape("\\\(Unicode.Scalar(byte))"))
        default: throw error(.badEscape("\\"))
        }
        cursor.advance(by: 2)
        return plain
    }

    /// Parses `\uXXXX`, or two of them that form a surrogate pair.
    private mutating func unicodeEscape(start: Position) throws(JSONSyntaxError) -> Unicode.Scalar {
        let first = try codeUnit()
        if let scalar = Unicode.Scalar(UInt32(first)) { return scalar }
        let lone = JSONSyntaxError(
            kind: .loneSurrogate("\\u\(hexadecimal(UInt32(first), digits: 4))"),
            position: start
        )
        guard first < 0xDC00, cursor.next == UInt8(ascii: "\\"), cursor.peek(1) == UInt8(ascii: "u") else { throw lone }
        let second = try codeUnit()
        guard (0xDC00..<0xE000).contains(second) else { throw lone }
        let value = 0x10000 + ((UInt32(first) - 0xD800) << 10) + (UInt32(second) - 0xDC00)
        guard let scalar = Unicode.Scalar(value) else { throw lone }
        return scalar
    }

    /// Parses the value of the `\uXXXX` at the cursor.
    private mutating func codeUnit() throws(JSONSyntaxError) -> UInt16 {
        let bad = error(.badUnicodeEscape)
        cursor.advance(by: 2)
        var value: UInt16 = 0
        for _ in 0..<4 {
            guard let byte = cursor.next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { throw bad }
            value = value << 4 | UInt16(digit)
            cursor.advance()
        }
        return value
    }
}
