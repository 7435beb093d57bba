/// A tokenizer with the states for tags in the HTML standard (section 13.2.5). It returns the byte range of each tag
/// and attribute.
///
/// The tokenizer finds tags and skips all other content: text, comments, declarations, and scripts. The tokenizer
/// accepts any content. As in the standard, a tag without its `>` is not a tag.
struct HTMLTokenizer {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Returns the next tag; nil at the end of the page.
    /// - Parameter allowsCDATA: whether the current element belongs to SVG or MathML. Only there, `<![CDATA[` starts
    ///   text.
    mutating func next(allowsCDATA: Bool) -> HTMLTag? {
        while let start = firstIndex(of: UInt8(ascii: "<"), from: position) {
            position = start + 1
            guard let byte = byte(at: position) else { return nil }
            if byte.isASCIILetter {
                return tag(from: start, name: start + 1, isEnd: false)
            }
            switch byte {
            case UInt8(ascii: "/"):
                guard let next = self.byte(at: position + 1) else { return nil }
                if next.isASCIILetter { return tag(from: start, name: start + 2, isEnd: true) }
                skip(past: ">", from: position + 1)
            case UInt8(ascii: "?"): skip(past: ">", from: position)
            case UInt8(ascii: "!"): skipDeclaration(allowsCDATA: allowsCDATA)
            default: break
            }
        }
        position = bytes.count
        return nil
    }

    /// Skips the content of an element that contains only text, up to its end tag.
    /// - Parameter name: the name of the start tag that `next` returned last.
    mutating func skipText(of name: String) {
        switch name {
        case "plaintext": position = bytes.count
        case "script": skipScript()
        default:
            let end = Array(name.utf8)
            while let start = firstIndex(of: UInt8(ascii: "<"), from: position) {
                position = start
                if isEndTag(end, at: start) { return }
                position = start + 1
            }
            position = bytes.count
        }
    }

    // MARK: - Tags

    private mutating func tag(from start: Int, name nameStart: Int, isEnd: Bool) -> HTMLTag? {
        var end = nameStart
        while end < bytes.count, !bytes[end].endsTagName { end += 1 }
        var tag = HTMLTag(
            range: start..<end,
            name: String(decoding: bytes[nameStart..<end].lazy.map(\.lowercasedASCII), as: UTF8.self),
            isEnd: isEnd
        )
        position = end
        while let byte = byte(at: position) {
            switch byte {
            case UInt8(ascii: ">"):
                position += 1
                tag.range = start..<position
                return tag
            case UInt8(ascii: "/"):
                position += 1
                tag.isSelfClosing = self.byte(at: position) == UInt8(ascii: ">")
            case _ where byte.isHTMLSpace: position += 1
            default: tag.attributes.append(attribute())
            }
        }
        return nil
    }

    /// Reads an attribute. An `=` at its start is a part of its name.
    private mutating func attribute() -> HTMLTag.Attribute {
        let start = position
        position += 1
        while position < bytes.count, !bytes[position].endsTagName, bytes[position] != UInt8(ascii: "=") {
            position += 1
        }
        let name = start..<position
        var next = position
        while next < bytes.count, bytes[next].isHTMLSpace { next += 1 }
        guard byte(at: next) == UInt8(ascii: "=") else { return HTMLTag.Attribute(name: name) }
        next += 1
        while next < bytes.count, bytes[next].isHTMLSpace { next += 1 }
        position = next
        guard let first = byte(at: next), first != UInt8(ascii: ">") else {
            return HTMLTag.Attribute(name: name, value: next..<next)
        }
        if first == UInt8(ascii: "\"") || first == UInt8(ascii: "'") {
            let end = firstIndex(of: first, from: next + 1) ?? bytes.count
            position = min(end + 1, bytes.count)
            return HTMLTag.Attribute(name: name, value: next + 1..<end)
        }
        while position < bytes.count, !bytes[position].isHTMLSpace, bytes[position] != UInt8(ascii: ">") {
            position += 1
        }
        return HTMLTag.Attribute(name: name, value: next..<position)
    }

    // MARK: - Comments and declarations

    /// Skips a comment or a declaration, which starts with `<!`. Before the call, `position` is the index of the `!`.
    private mutating func skipDeclaration(allowsCDATA: Bool) {
        if isText("--", at: position + 1) {
            skipComment(from: position + 3)
        } else if allowsCDATA, isText("[CDATA[", at: position + 1) {
            skip(past: "]]>", from: position + 8)
        } else {
            skip(past: ">", from: position)
        }
    }

    /// - Parameter start: the index after `<!--`.
    private mutating func skipComment(from start: Int) {
        // `<!-->` and `<!--->` are complete comments.
        if isText(">", at: start) || isText("->", at: start) { return skip(past: ">", from: start) }
        position = start
        while let dash = firstIndex(of: UInt8(ascii: "-"), from: position) {
            position = dash + 1
            guard isText("--", at: dash) else { continue }
            if isText(">", at: dash + 2) || isText("!>", at: dash + 2) { return skip(past: ">", from: dash + 2) }
        }
        position = bytes.count
    }

    // MARK: - Scripts

    /// Skips a script. Between `<!--` and `-->`, the first end tag after a nested `<script>` does not end the script.
    private mutating func skipScript() {
        enum State { case script, escaped, doubleEscaped }
        let name = Array("script".utf8)
        var state = State.script
        while position < bytes.count {
            switch (state, bytes[position]) {
            case (.script, UInt8(ascii: "<")) where isText("!--", at: position + 1):
                state = .escaped
                // Do not skip the dashes of `<!--`, because they can also be the dashes of `-->`.
                position += 1
            case (.escaped, UInt8(ascii: "-")) where isText("-->", at: position),
                (.doubleEscaped, UInt8(ascii: "-")) where isText("-->", at: position):
                state = .script
                position += 2
            case (.script, UInt8(ascii: "<")) where isEndTag(name, at: position),
                (.escaped, UInt8(ascii: "<")) where isEndTag(name, at: position):
                return
            case (.escaped, UInt8(ascii: "<")) where isName(name, at: position + 1): state = .doubleEscaped
            case (.doubleEscaped, UInt8(ascii: "<")) where isEndTag(name, at: position): state = .escaped
            default: break
            }
            position += 1
        }
    }

    // MARK: - Bytes

    private func byte(at index: Int) -> UInt8? { index < bytes.count ? bytes[index] : nil }

    private func firstIndex(of byte: UInt8, from start: Int) -> Int? {
        var index = start
        while index < bytes.count {
            if bytes[index] == byte { return index }
            index += 1
        }
        return nil
    }

    private func isText(_ text: StaticString, at index: Int) -> Bool {
        guard index + text.utf8CodeUnitCount <= bytes.count else { return false }
        return (0..<text.utf8CodeUnitCount).allSatisfy { bytes[index + $0] == text.utf8Start[$0] }
    }

    private func isEndTag(_ name: [UInt8], at index: Int) -> Bool {
        byte(at: index + 1) == UInt8(ascii: "/") && isName(name, at: index + 2)
    }

    /// Whether the complete name of a tag at the index equals this name. The case of letters is ignored.
    private func isName(_ name: [UInt8], at index: Int) -> Bool {
        guard index + name.count < bytes.count, bytes[index + name.count].endsTagName else { return false }
        return name.indices.allSatisfy { bytes[index + $0].lowercasedASCII == name[$0] }
    }

    private mutating func skip(past text: StaticString, from start: Int) {
        var index = start
        while let found = firstIndex(of: text.utf8Start[0], from: index) {
            guard !isText(text, at: found) else {
                position = found + text.utf8CodeUnitCount
                return
            }
            index = found + 1
        }
        position = bytes.count
    }
}
