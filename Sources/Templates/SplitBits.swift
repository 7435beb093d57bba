/// Splits the content of a tag into bits, like Django's `smart_split`. White space separates two bits, except in quoted
/// texts.
func splitBits(_ content: String) -> [String] {
    var bits: [String] = []
    var rest = content.unicodeScalars[...]
    while true {
        rest = rest.drop { $0.properties.isWhitespace }
        guard !rest.isEmpty else { return bits }
        let end = quotedBit(rest) ?? rest.prefix { !$0.properties.isWhitespace }.endIndex
        bits.append(String(rest[..<end]))
        rest = rest[end...]
    }
}

/// Returns the end of a bit that contains quoted texts; nil if the bit contains no complete quoted text.
private func quotedBit(_ text: String.UnicodeScalarView.SubSequence) -> String.Index? {
    var end: String.Index?
    var rest = text
    while true {
        rest = rest.drop { !$0.properties.isWhitespace && $0 != "'" && $0 != "\"" }
        if end != nil { end = rest.startIndex }
        guard let quote = rest.first, quote == "'" || quote == "\"", let close = endOfQuote(rest) else { return end }
        end = close
        rest = rest[close...]
    }
}

/// Returns the index after the quoted text at the start of `text`; nil if the closing quote is missing.
func endOfQuote(_ text: String.UnicodeScalarView.SubSequence) -> String.Index? {
    guard let quote = text.first else { return nil }
    var index = text.index(after: text.startIndex)
    while index < text.endIndex {
        switch text[index] {
        case quote: return text.index(after: index)
        case "\\":
            index = text.index(after: index)
            guard index < text.endIndex else { return nil }
        default: break
        }
        index = text.index(after: index)
    }
    return nil
}
