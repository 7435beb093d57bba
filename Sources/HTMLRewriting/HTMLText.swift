/// Decodes texts in HTML.
enum HTMLText {
    /// Returns the value of an attribute with decoded character references; nil if the value is not UTF-8.
    ///
    /// The function decodes numeric references, and the named references of characters that are common in URLs. Other
    /// references do not change.
    static func decoded(_ bytes: ArraySlice<UInt8>) -> String? {
        guard let text = validUTF8(bytes) else { return nil }
        guard bytes.contains(UInt8(ascii: "&")) else { return text }
        var result = ""
        var rest = text.unicodeScalars[...]
        while let first = rest.popFirst() {
            if first == "&", let (scalar, end) = reference(rest) {
                result.unicodeScalars.append(scalar)
                rest = rest[end...]
            } else {
                result.unicodeScalars.append(first)
            }
        }
        return result
    }

    private static let names: [String: Unicode.Scalar] = [
        "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "AMP": "&", "LT": "<", "GT": ">", "QUOT": "\"",
        "nbsp": "\u{A0}", "sol": "/", "period": ".", "colon": ":", "lowbar": "_", "percnt": "%", "num": "#",
        "quest": "?", "equals": "=", "plus": "+", "comma": ",", "semi": ";", "excl": "!", "lpar": "(", "rpar": ")",
        "Tab": "\t", "NewLine": "\n",
    ]

    /// The names of references that can end without a semicolon.
    private static let withoutSemicolon: Set<String> = ["amp", "lt", "gt", "quot", "AMP", "LT", "GT", "QUOT"]

    /// Returns the character of the reference at the start of `rest`, and the index after the reference.
    /// - Parameter rest: the text after the `&`.
    private static func reference(
        _ rest: String.UnicodeScalarView.SubSequence
    ) -> (scalar: Unicode.Scalar, end: String.Index)? {
        if rest.first == "#" {
            let isHexadecimal = rest.dropFirst().first.map { $0 == "x" || $0 == "X" } ?? false
            let digits = rest.dropFirst(isHexadecimal ? 2 : 1).prefix {
                isHexadecimal ? $0.properties.isASCIIHexDigit : ("0"..."9").contains($0)
            }
            guard !digits.isEmpty else { return nil }
            // A number that is too large for `UInt32` is also too large for a character.
            let number = UInt32(String(digits), radix: isHexadecimal ? 16 : 10) ?? .max
            let end = rest[digits.endIndex...].first == ";" ? rest.index(after: digits.endIndex) : digits.endIndex
            return (Unicode.Scalar(number).flatMap { $0.value == 0 ? nil : $0 } ?? "\u{FFFD}", end)
        }
        let word = rest.prefix { $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0)) }
        let name = String(word)
        guard let scalar = names[name] else { return nil }
        if rest[word.endIndex...].first == ";" { return (scalar, rest.index(after: word.endIndex)) }
        // In the value of an attribute, a name that is followed by `=` is not a reference, as in `?a=1&lt=2`.
        guard withoutSemicolon.contains(name), rest[word.endIndex...].first != "=" else { return nil }
        return (scalar, word.endIndex)
    }
}

/// Returns the text of the bytes; nil if they are not UTF-8.
func validUTF8(_ bytes: ArraySlice<UInt8>) -> String? { String(validating: bytes, as: UTF8.self) }

extension String {
    var trimmingHTMLSpace: String {
        let isSpace = { (scalar: Unicode.Scalar) in scalar.isASCII && UInt8(ascii: scalar).isHTMLSpace }
        var scalars = unicodeScalars[...]
        while let first = scalars.first, isSpace(first) { scalars.removeFirst() }
        while let last = scalars.last, isSpace(last) { scalars.removeLast() }
        return String(scalars)
    }
}
