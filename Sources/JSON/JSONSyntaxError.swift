import ImageSpecs

/// The reason why the parser refuses a text, and the position of the mistake. The parser only names the kind of the
/// mistake. The texts of the messages are in this file.
package struct JSONSyntaxError: Error, Equatable, Sendable, CustomStringConvertible {
    let kind: Kind
    package let position: Position

    package init(kind: Kind, position: Position) {
        self.kind = kind
        self.position = position
    }

    /// `found` is a short, printable description of the wrong text.
    package enum Kind: Equatable, Sendable {
        case empty
        case utf16
        case invalidUTF8(byte: UInt8)
        case expectedValue(found: String)
        case expectedKey(found: String)
        case expectedColon(key: String, found: String)
        case expectedCommaOrBrace(found: String)
        case expectedCommaOrBracket(found: String)
        case expectedEnd(found: String)
        case neverClosed(opening: Character, end: Position)
        case trailingComma(before: Character)
        case strayComma
        case duplicateKey(String, first: Position)
        case tooDeep(limit: Int)
        case comment
        case singleQuotes
        case typographicQuote(String)
        case unquotedKey(String)
        case wrongWord(String, right: String)
        case leadingZero(String)
        case leadingPlus
        case leadingPoint
        case missingDigits(after: String)
        case numberTooLarge(String)
        case unterminatedString
        case lineBreakInString
        case controlCharacter(UInt8)
        case badEscape(String)
        case badUnicodeEscape
        case loneSurrogate(String)
    }

    package var message: String { kind.message }
    package var description: String { "\(position): \(message)" }
}

extension JSONSyntaxError.Kind {
    var message: String {
        switch self {
        case .empty: "the file is empty; expected a JSON value, such as {}"
        case .utf16: "the file is in UTF-16; save it as UTF-8"
        case .invalidUTF8(let byte):
            "invalid UTF-8 (byte 0x\(hexadecimal(UInt32(byte), digits: 2))); save the file as UTF-8"
        case .expectedValue(let found): "expected a value, found \(found)"
        case .expectedKey(let found): "expected a key in double quotes, found \(found)"
        case .expectedColon(let key, let found): "expected ':' after the key \(key), found \(found)"
        case .expectedCommaOrBrace(let found): "expected ',' or '}' after this member, found \(found)"
        case .expectedCommaOrBracket(let found): "expected ',' or ']' after this value, found \(found)"
        case .expectedEnd(let found): "expected the end of the file after the JSON value, found \(found)"
        case .neverClosed(let opening, let end): "this '\(opening)' is never closed; the file ends at \(end.inWords)"
        case .trailingComma(let closing): "trailing comma: JSON does not allow ',' before '\(closing)'; remove it"
        case .strayComma: "there is no value before this ','; remove it"
        case .duplicateKey(let key, let first): "duplicate key \(key); the first one is at \(first.inWords)"
        case .tooDeep(let limit): "nested deeper than \(limit) levels"
        case .comment: "JSON has no comments; remove this one"
        case .singleQuotes: "JSON requires double quotes, not single quotes: write \"…\""
        case .typographicQuote(let quote): "JSON requires straight double quotes, not \(quote): write \"…\""
        case .unquotedKey(let word): "a key needs double quotes: write \"\(word)\""
        case .wrongWord(let word, let right): "'\(word)' is not JSON; write \(right)"
        case .leadingZero(let number): "a number cannot have a leading zero: '\(number)'"
        case .leadingPlus: "a number cannot have a leading '+'; remove it"
        case .leadingPoint: "a number needs a digit before its '.', as in 0.5"
        case .missingDigits(let text): "a digit must follow '\(text)'"
        case .numberTooLarge(let number): "the number \(number) is too large"
        case .unterminatedString: "this string is never closed: its closing '\"' is missing"
        case .lineBreakInString:
            "this string has no closing '\"' on its line; write a line break inside a string as \\n"
        case .controlCharacter(let byte): "a string cannot contain \(controlCharacter(byte))"
        case .badEscape(let escape):
            "'\(escape)' is not an escape; write a backslash itself as \\\\"
        case .badUnicodeEscape: "four hexadecimal digits must follow \\u, as in \\u00e9"
        case .loneSurrogate(let escape):
            "'\(escape)' is only half of a surrogate pair; write both halves, as in \\ud83d\\ude00"
        }
    }

    private func controlCharacter(_ byte: UInt8) -> String {
        switch byte {
        case 0x08: "a backspace; write \\b"
        case 0x09: "a tab character; write \\t"
        case 0x0C: "a form feed; write \\f"
        case 0x0D: "a carriage return; write \\r"
        default:
            "the control character \\u\(hexadecimal(UInt32(byte), digits: 4)) unescaped; write it as that escape"
        }
    }
}
