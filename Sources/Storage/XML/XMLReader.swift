/// Parses the small part of XML that S3 servers send: elements, text, entities, CDATA, comments, and declarations. A
/// document type is an error, so that no entity can expand to a large text.
struct XMLReader {
    private let bytes: [UInt8]
    private var index = 0
    private static let maxDepth = 64

    /// - Returns: the root element; nil if the document is not well formed.
    static func root(of bytes: [UInt8]) -> XMLElement? {
        var reader = XMLReader(bytes: bytes)
        guard reader.skipMisc(), let root = reader.element(depth: 0), reader.skipMisc() else { return nil }
        return reader.index == bytes.count ? root : nil
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private func isAt(_ text: String) -> Bool { bytes[index...].starts(with: text.utf8) }

    private mutating func skip(_ text: String) -> Bool {
        guard isAt(text) else { return false }
        index += text.utf8.count
        return true
    }

    /// Skips to the end of the next occurrence of `text`, and returns the bytes before this occurrence; nil if there is
    /// none.
    private mutating func take(upTo text: String) -> ArraySlice<UInt8>? {
        let start = index
        while index < bytes.count {
            if isAt(text) {
                defer { index += text.utf8.count }
                return bytes[start..<index]
            }
            index += 1
        }
        return nil
    }

    private mutating func skipSpaces() { while index < bytes.count, bytes[index].isXMLSpace { index += 1 } }

    /// Skips spaces, comments, declarations, and the byte order mark outside the root element.
    private mutating func skipMisc() -> Bool {
        _ = skip("\u{FEFF}")
        while true {
            skipSpaces()
            if skip("<!--") {
                guard take(upTo: "-->") != nil else { return false }
            } else if skip("<?") {
                guard take(upTo: "?>") != nil else { return false }
            } else {
                return true
            }
        }
    }

    private mutating func element(depth: Int) -> XMLElement? {
        guard depth < Self.maxDepth, skip("<"), let name = name() else { return nil }
        var element = XMLElement(name: name)
        guard let isEmpty = skipAttributes() else { return nil }
        if isEmpty { return element }
        var text: [UInt8] = []
        while index < bytes.count {
            if skip("</") {
                guard self.name() == name else { return nil }
                skipSpaces()
                element.text = String(decoding: text, as: UTF8.self)
                return skip(">") ? element : nil
            } else if skip("<![CDATA[") {
                guard let part = take(upTo: "]]>") else { return nil }
                text += part
            } else if skip("<!--") {
                guard take(upTo: "-->") != nil else { return nil }
            } else if skip("<?") {
                guard take(upTo: "?>") != nil else { return nil }
            } else if isAt("<") {
                guard let child = self.element(depth: depth + 1) else { return nil }
                element.children.append(child)
            } else if skip("&") {
                guard let entity = take(upTo: ";"), let character = Self.character(of: entity) else { return nil }
                text += String(character).utf8
            } else {
                text.append(bytes[index])
                index += 1
            }
        }
        return nil
    }

    private mutating func name() -> String? {
        let start = index
        while index < bytes.count, bytes[index].isOfXMLName { index += 1 }
        return start == index ? nil : String(decoding: bytes[start..<index], as: UTF8.self)
    }

    /// Skips the rest of a tag after its name.
    /// - Returns: whether the element has no content; nil if the tag is not well formed.
    private mutating func skipAttributes() -> Bool? {
        while index < bytes.count {
            let byte = bytes[index]
            if skip("/>") { return true }
            if skip(">") { return false }
            index += 1
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                guard take(upTo: String(UnicodeScalar(byte))) != nil else { return nil }
            } else if byte == UInt8(ascii: "<") {
                return nil
            }
        }
        return nil
    }

    private static func character(of entity: ArraySlice<UInt8>) -> Character? {
        let name = String(decoding: entity, as: UTF8.self)
        switch name {
        case "amp": return "&"
        case "lt": return "<"
        case "gt": return ">"
        case "quot": return "\""
        case "apos": return "'"
        default: break
        }
        guard name.hasPrefix("#") else { return nil }
        let digits = name.dropFirst()
        let code = digits.hasPrefix("x") ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
        return code.flatMap(UnicodeScalar.init).map(Character.init)
    }
}

extension UInt8 {
    fileprivate var isXMLSpace: Bool { [0x20, 0x09, 0x0A, 0x0D].contains(self) }

    fileprivate var isOfXMLName: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), 0x80...:
            true
        default: [UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: ":")].contains(self)
        }
    }
}
