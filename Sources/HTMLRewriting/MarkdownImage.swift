/// An image in the notation of CommonMark: `![A dog](dog.jpg "Title")`.
struct MarkdownImage {
    private let range: Range<Int>
    private let text: [UInt8]
    private let destination: [UInt8]
    private let title: [UInt8]?

    /// - Parameter content: bytes that start with `![`.
    /// - Returns: nil if the content is not exactly one image.
    init?(_ content: ArraySlice<UInt8>) {
        range = content.startIndex..<content.endIndex
        var rest = content.dropFirst(2)
        guard let text = Self.balanced(&rest, open: "[", close: "]"), rest.popFirst() == UInt8(ascii: "(") else {
            return nil
        }
        self.text = text
        Self.skipSpace(&rest)
        if rest.first == UInt8(ascii: "<") {
            rest.removeFirst()
            guard let found = Self.quoted(&rest, end: UInt8(ascii: ">")) else { return nil }
            destination = found
        } else {
            guard let found = Self.bareDestination(&rest) else { return nil }
            destination = found
        }
        let beforeSpace = rest.count
        Self.skipSpace(&rest)
        if rest.count < beforeSpace, let quote = rest.first, let end = Self.titleEnds[quote] {
            rest.removeFirst()
            guard let found = Self.quoted(&rest, end: end) else { return nil }
            title = found
            Self.skipSpace(&rest)
        } else {
            title = nil
        }
        guard rest.elementsEqual(")".utf8) else { return nil }
    }

    func image(line: Int) -> HTMLImage? {
        guard let source = HTMLText.decoded(Self.html(destination)[...]), !source.isEmpty else { return nil }
        var kept = [HTMLImage.KeptAttribute(name: Array("alt".utf8), value: Self.html(text))]
        if let title { kept.append(.init(name: Array("title".utf8), value: Self.html(title))) }
        return HTMLImage(range: range, source: source, line: line, kept: kept)
    }

    private static let titleEnds = [
        UInt8(ascii: "\""): UInt8(ascii: "\""), UInt8(ascii: "'"): UInt8(ascii: "'"),
        UInt8(ascii: "("): UInt8(ascii: ")"),
    ]

    /// Reads up to the closing bracket that matches the bracket before `rest`. The text can contain nested brackets.
    private static func balanced(
        _ rest: inout ArraySlice<UInt8>,
        open: Unicode.Scalar,
        close: Unicode.Scalar
    ) -> [UInt8]? {
        var found: [UInt8] = []
        var depth = 1
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "\\"):
                found.append(byte)
                if let next = rest.popFirst() { found.append(next) }
                continue
            case UInt8(ascii: open): depth += 1
            case UInt8(ascii: close): depth -= 1
            default: break
            }
            if depth == 0 { return found }
            found.append(byte)
        }
        return nil
    }

    private static func bareDestination(_ rest: inout ArraySlice<UInt8>) -> [UInt8]? {
        var found: [UInt8] = []
        var depth = 0
        while let byte = rest.first, !byte.isHTMLSpace {
            if byte == UInt8(ascii: "\\"), rest.count > 1 {
                found += rest.prefix(2)
                rest.removeFirst(2)
                continue
            }
            if byte == UInt8(ascii: "(") { depth += 1 }
            if byte == UInt8(ascii: ")") {
                if depth == 0 { break }
                depth -= 1
            }
            found.append(byte)
            rest.removeFirst()
        }
        return depth == 0 ? found : nil
    }

    private static func quoted(_ rest: inout ArraySlice<UInt8>, end: UInt8) -> [UInt8]? {
        var found: [UInt8] = []
        while let byte = rest.popFirst() {
            if byte == end { return found }
            found.append(byte)
            if byte == UInt8(ascii: "\\"), let next = rest.popFirst() { found.append(next) }
        }
        return nil
    }

    private static func skipSpace(_ rest: inout ArraySlice<UInt8>) {
        while let first = rest.first, first.isHTMLSpace { rest.removeFirst() }
    }

    private static func isPunctuation(_ byte: UInt8) -> Bool {
        (0x21...0x7E).contains(byte) && !byte.isASCIILetter && !byte.isASCIIDigit
    }

    /// Returns a Markdown text as the value of an HTML attribute. Removes the backslashes before punctuation, escapes
    /// special characters, and keeps character references. A character after a backslash is only text, so `\&amp;` and
    /// `&amp\;` contain no reference.
    private static func html(_ text: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var rest = text[...]
        while let byte = rest.popFirst() {
            let isEscape = byte == UInt8(ascii: "\\") && rest.first.map(isPunctuation) == true
            let character = isEscape ? rest.removeFirst() : byte
            switch character {
            case UInt8(ascii: "<"): result += "&lt;".utf8
            case UInt8(ascii: ">"): result += "&gt;".utf8
            case UInt8(ascii: "\""): result += "&quot;".utf8
            case UInt8(ascii: "&") where isEscape || !startsReference(rest): result += "&amp;".utf8
            default: result.append(character)
            }
        }
        return result
    }

    private static func startsReference(_ rest: ArraySlice<UInt8>) -> Bool {
        let word = rest.prefix { $0.isASCIILetter || $0.isASCIIDigit || $0 == UInt8(ascii: "#") }
        return !word.isEmpty && rest[word.endIndex...].first == UInt8(ascii: ";")
    }
}
