extension String {
    /// The text on one line and safe for a terminal: control characters are escaped.
    var oneLine: String {
        var text = ""
        for scalar in unicodeScalars {
            switch scalar.value {
            case 0x0A: text += "\\n"
            case 0x0D: text += "\\r"
            case 0x09: text += "\\t"
            case ..<0x20, 0x7F..<0xA0: text += "\\x" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
            // Some programs treat U+2028 and U+2029 as line breaks. The other characters in this list change the
            // direction of the text.
            case 0x2028, 0x2029, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069:
                text += "\\u" + String(scalar.value, radix: 16)
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}
