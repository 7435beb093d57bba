import ImageSpecs

/// Recognizes frequent mistakes. For such a mistake, the message contains a remedy instead of only "expected a value".
extension JSONParser {
    /// Returns the reason why no value starts at the cursor.
    func valueMistake() throws(JSONSyntaxError) -> JSONSyntaxError.Kind {
        switch cursor.next {
        case UInt8(ascii: "+"): return .leadingPlus
        case UInt8(ascii: ","): return .strayComma
        case UInt8(ascii: "."):
            if let digit = cursor.peek(1), cursor.isDigit(digit) { return .leadingPoint }
        default: break
        }
        let word = word()
        if let right = Self.remedies[word] { return .wrongWord(word, right: right) }
        return try mistake(.expectedValue(found: found()))
    }

    /// Returns the reason why no key starts at the cursor.
    func keyMistake() throws(JSONSyntaxError) -> JSONSyntaxError.Kind {
        if cursor.next == UInt8(ascii: ",") { return .strayComma }
        let word = word()
        if !word.isEmpty { return .unquotedKey(word) }
        return try mistake(.expectedKey(found: found()))
    }

    /// If the text at the cursor is a known mistake, such as a comment, returns this mistake. Otherwise returns `kind`.
    func mistake(_ kind: JSONSyntaxError.Kind) throws(JSONSyntaxError) -> JSONSyntaxError.Kind {
        guard let byte = cursor.next else { return kind }
        guard let scalar = cursor.nextScalar?.scalar else { return .invalidUTF8(byte: byte) }
        switch scalar {
        case "#": return .comment
        case "/" where cursor.peek(1) == UInt8(ascii: "/") || cursor.peek(1) == UInt8(ascii: "*"): return .comment
        case "'": return .singleQuotes
        case "“", "”", "„", "«", "»", "‘", "’": return .typographicQuote(String(Character(scalar)))
        default: return kind
        }
    }

    private static let remedies = [
        "True": "true", "TRUE": "true", "yes": "true", "on": "true",
        "False": "false", "FALSE": "false", "no": "false", "off": "false",
        "None": "null", "nil": "null", "Null": "null", "NULL": "null", "undefined": "null",
        "NaN": "a number or null", "Infinity": "a number or null", "inf": "a number or null",
    ]

    /// A short, printable description of the text at the cursor: `'x'`, `'word'`, `a string`, `the end of the file`.
    func found() -> String {
        guard let byte = cursor.next else { return "the end of the file" }
        if byte == UInt8(ascii: "\"") { return "a string" }
        let word = word()
        if !word.isEmpty { return "'\(word)'" }
        guard let scalar = cursor.nextScalar?.scalar else { return "invalid UTF-8" }
        switch scalar.properties.generalCategory {
        case .control, .format, .spaceSeparator, .lineSeparator, .paragraphSeparator, .unassigned, .privateUse,
            .nonspacingMark, .enclosingMark, .spacingMark:
            return "the character U+\(hexadecimal(scalar.value, digits: 4))"
        default:
            return "'\(scalar)'"
        }
    }

    /// The ASCII letters, digits, and underscores from the cursor on, at most 30.
    func word() -> String {
        var bytes: [UInt8] = []
        while bytes.count < 30, let byte = cursor.peek(bytes.count), isWordByte(byte) { bytes.append(byte) }
        return String(decoding: bytes, as: UTF8.self)
    }

    private func isWordByte(_ byte: UInt8) -> Bool {
        cursor.isDigit(byte) || byte == UInt8(ascii: "_")
            || (byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z"))
    }

    /// A key as a message shows it: quoted, escaped, and truncated after 60 scalars.
    func shown(_ key: String) -> String {
        var scalars = String.UnicodeScalarView(key.unicodeScalars.prefix(60))
        if key.unicodeScalars.count > 60 { scalars.append("…") }
        return JSONText.string(String(scalars)).text
    }
}
