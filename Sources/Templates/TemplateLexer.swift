/// A part of a template.
struct TemplatePart {
    enum Kind {
        case text
        /// `{% … %}`: the name of the tag and its arguments (`splitBits`).
        case tag([String])
        /// `{{ … }}`
        case variable(String)
        /// `{# … #}`, or a complete block from `{% comment %}` to `{% endcomment %}`.
        case comment
        /// A tag that starts or ends a block of literal text, such as `{% verbatim %}`.
        case literalMark
    }

    let kind: Kind
    let range: Range<Int>
    let line: Int
}

/// Splits a template into its parts, like Django. In Django, each tag is on one line. Here, image tags and control tags
/// can also have several lines.
struct TemplateLexer {
    private let bytes: [UInt8]
    private var parts: [TemplatePart] = []
    private var textStart: Int
    private var line = 1
    private var lineStart: Int
    /// End tags that do not occur in the rest of the template.
    private var missingEnds: Set<String> = []
    /// The indices of the next `%}`, `}}`, and `#}`, by their first bytes. If there is none, the end of the template.
    private var nextCloses: [UInt8: Int] = [:]

    /// The names of the tags for images. These tags can contain line breaks, like control tags.
    static let imageTags: Set<String> = ["generateimage", "picture", "thumbnail"]
    static let controlTags: Set<String> = [
        "block", "elif", "else", "empty", "endblock", "endfor", "endif", "extends", "for", "if", "include",
    ]
    /// The start tags of blocks with literal text, each with its end tag.
    private static let literals = ["verbatim": "endverbatim", "raw": "endraw"]

    /// - Parameter start: the index after the front matter.
    static func parts(of bytes: [UInt8], from start: Int) -> [TemplatePart] {
        var lexer = TemplateLexer(bytes, start)
        lexer.run()
        return lexer.parts
    }

    private init(_ bytes: [UInt8], _ start: Int) {
        self.bytes = bytes
        textStart = start
        lineStart = 0
    }

    private mutating func run() {
        var index = textStart
        var blockEnd: (tag: String, isComment: Bool)?
        while index + 1 < bytes.count {
            guard bytes[index] == UInt8(ascii: "{"), let (kind, end) = part(at: index) else {
                index += 1
                continue
            }
            if let block = blockEnd {
                if case .tag(let bits) = kind, bits.first == block.tag {
                    if block.isComment {
                        // A comment is one part that includes both tags and the content between them.
                        append(.comment, textStart..<end)
                    } else {
                        append(.literalMark, index..<end)
                    }
                    blockEnd = nil
                    index = end
                } else {
                    index += 1
                }
                continue
            }
            if case .tag(let bits) = kind, let name = bits.first {
                if name == "comment", hasEnd("endcomment", from: end) {
                    append(.text, textStart..<index)
                    textStart = index
                    blockEnd = ("endcomment", true)
                    index = end
                    continue
                }
                if let endTag = Self.literals[name], hasEnd(endTag, from: end) {
                    append(.literalMark, index..<end)
                    blockEnd = (endTag, false)
                    index = end
                    continue
                }
            }
            append(kind, index..<end)
            index = end
        }
        append(.text, textStart..<bytes.count)
    }

    /// Adds the text before a part, and then the part.
    private mutating func append(_ kind: TemplatePart.Kind, _ range: Range<Int>) {
        if textStart < range.lowerBound { add(.text, textStart..<range.lowerBound) }
        if !range.isEmpty { add(kind, range) }
        textStart = range.upperBound
    }

    private mutating func add(_ kind: TemplatePart.Kind, _ range: Range<Int>) {
        line += bytes[lineStart..<range.lowerBound].count { $0 == UInt8(ascii: "\n") }
        lineStart = range.lowerBound
        parts.append(TemplatePart(kind: kind, range: range, line: line))
    }

    /// Returns the tag, variable, or comment that starts at the index, and the index after its end.
    private mutating func part(at start: Int) -> (kind: TemplatePart.Kind, end: Int)? {
        let close: UInt8
        switch bytes[start + 1] {
        case UInt8(ascii: "%"): close = UInt8(ascii: "%")
        case UInt8(ascii: "{"): close = UInt8(ascii: "}")
        case UInt8(ascii: "#"): close = UInt8(ascii: "#")
        default: return nil
        }
        guard let end = end(close, from: start + 2) else { return nil }
        guard let content = String(validating: bytes[start + 2..<end - 2], as: UTF8.self) else { return nil }
        let isOnOneLine = !bytes[start..<end].contains(UInt8(ascii: "\n"))
        switch close {
        case UInt8(ascii: "%"):
            let bits = splitBits(content)
            guard let name = bits.first else { return nil }
            guard isOnOneLine || Self.imageTags.contains(name) || Self.controlTags.contains(name) else { return nil }
            return (.tag(bits), end)
        case UInt8(ascii: "#"): return isOnOneLine ? (.comment, end) : nil
        default: return isOnOneLine ? (.variable(content), end) : nil
        }
    }

    /// The maximum length of a tag, a variable, or a comment in `{# #}`. Without a limit, the time for a file with many
    /// unclosed tags would be quadratic.
    private static let mostBytes = 16_384

    /// - Parameter start: an index that is at least the index of the previous call.
    private mutating func end(_ close: UInt8, from start: Int) -> Int? {
        var index = nextCloses[close] ?? -1
        if index < start {
            index = start
            while index + 1 < bytes.count, bytes[index] != close || bytes[index + 1] != UInt8(ascii: "}") { index += 1 }
            nextCloses[close] = index
        }
        return index + 1 < bytes.count && index - start < Self.mostBytes ? index + 2 : nil
    }

    private mutating func hasEnd(_ tag: String, from start: Int) -> Bool {
        // Without this set, the time for a file with many blocks without an end would be quadratic.
        if missingEnds.contains(tag) { return false }
        if bytes[start...].firstRange(of: Array(tag.utf8)) != nil { return true }
        missingEnds.insert(tag)
        return false
    }
}
