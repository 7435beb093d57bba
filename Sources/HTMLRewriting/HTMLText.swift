/// Decodes texts in HTML.
enum HTMLText {
    /// Returns the value of an attribute with decoded character references; nil if the value is not UTF-8.
    ///
    /// The function decodes numeric references, and the named references of Latin-1 and of characters that are common
    /// in URLs. Other references do not change.
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
        "sol": "/", "period": ".", "colon": ":", "lowbar": "_", "percnt": "%", "num": "#",
        "quest": "?", "equals": "=", "plus": "+", "comma": ",", "semi": ";", "excl": "!", "lpar": "(", "rpar": ")",
        "Tab": "\t", "NewLine": "\n",
    ].merging(latin1) { _, name in name }

    /// The names of the characters from U+00A0 to U+00FF.
    private static let latin1: [String: Unicode.Scalar] = {
        let names = """
            nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr \
            deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest \
            Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml \
            ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig \
            agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml \
            eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml
            """.split(separator: " ").map(String.init)
        return Dictionary(uniqueKeysWithValues: zip(names, (UInt8(0xA0)...0xFF).map { Unicode.Scalar($0) }))
    }()

    /// The names of references that can end without a semicolon.
    private static let withoutSemicolon = Set(latin1.keys).union([
        "amp", "lt", "gt", "quot", "AMP", "LT", "GT", "QUOT",
    ])

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
