/// A piece of markup in an XMP packet (XML 1.0, 2.4): everything from a `<` to the `>` that belongs to it.
struct XMPMarkup {
    enum Kind {
        case startTag, endTag, emptyElementTag, comment
        /// A CDATA section, a processing instruction, or a declaration.
        case other
    }

    let kind: Kind
    let range: Range<Int>
    /// The name of a tag with its prefix, such as `exif:GPSLatitude`. It is empty for other markup.
    let name: ArraySlice<UInt8>
    /// The attributes of a tag: their names, and the ranges from the name to the closing quote.
    private(set) var attributes: [(name: ArraySlice<UInt8>, range: Range<Int>)] = []

    /// Reads the markup at an index.
    /// - Returns: nil if the markup is malformed or truncated.
    init?(in packet: [UInt8], at start: Int) {
        var rest = packet[start...]
        for (kind, opening, closing) in Self.untagged where rest.starts(with: opening) {
            rest.removeFirst(opening.count)
            while !rest.starts(with: closing) {
                guard rest.popFirst() != nil else { return nil }
            }
            (self.kind, name, range) = (kind, [], start..<rest.startIndex + closing.count)
            return
        }
        rest.removeFirst()
        let isEndTag = rest.drop("/")
        name = rest.popName()
        guard !name.isEmpty else { return nil }
        while true {
            let hasSpace = rest.dropSpaces()
            let isEmptyElement = !isEndTag && rest.drop("/")
            if rest.drop(">") {
                kind = isEndTag ? .endTag : isEmptyElement ? .emptyElementTag : .startTag
                range = start..<rest.startIndex
                return
            }
            guard hasSpace, !isEndTag, !isEmptyElement, let attribute = rest.popAttribute() else { return nil }
            attributes.append(attribute)
        }
    }

    /// The kinds of markup without a name. The first match counts. So `<!` is last, because `<!--` and `<![CDATA[` also
    /// begin with `<!`.
    private static let untagged: [(kind: Kind, opening: [UInt8], closing: [UInt8])] = [
        (.comment, Array("<!--".utf8), Array("-->".utf8)), (.other, Array("<![CDATA[".utf8), Array("]]>".utf8)),
        (.other, Array("<?".utf8), Array("?>".utf8)), (.other, Array("<!".utf8), Array(">".utf8)),
    ]
}

extension ArraySlice<UInt8> {
    /// Removes the first byte if it is this character. Returns whether it was removed.
    fileprivate mutating func drop(_ character: Unicode.Scalar) -> Bool {
        guard first == UInt8(ascii: character) else { return false }
        removeFirst()
        return true
    }

    /// Removes the spaces at the start. Returns whether there were any.
    fileprivate mutating func dropSpaces() -> Bool {
        let count = prefix(while: \.isSpace).count
        removeFirst(count)
        return count > 0
    }

    /// Removes and returns the bytes before the next character that ends a name.
    fileprivate mutating func popName() -> ArraySlice<UInt8> {
        let name = prefix { !$0.isSpace && ![0x22, 0x27, 0x2F, 0x3C, 0x3D, 0x3E].contains($0) }
        removeFirst(name.count)
        return name
    }

    /// Removes and returns an attribute.
    /// - Returns: nil for an attribute without a quoted value.
    fileprivate mutating func popAttribute() -> (name: ArraySlice<UInt8>, range: Range<Int>)? {
        let start = startIndex
        let name = popName()
        _ = dropSpaces()
        guard !name.isEmpty, drop("=") else { return nil }
        _ = dropSpaces()
        guard let quote = popFirst(), quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'"),
            let end = firstIndex(of: quote)
        else { return nil }
        self = self[(end + 1)...]
        return (name, start..<startIndex)
    }
}

extension UInt8 {
    fileprivate var isSpace: Bool { self == 0x20 || self == 0x09 || self == 0x0A || self == 0x0D }
}
