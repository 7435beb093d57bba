/// Parses one JSON text (RFC 8259; a byte order mark is the only extension).
///
/// The parser is strict, because authors of a registry need to know the line and the column of a mistake, such as a
/// duplicate key or a trailing comma. Every input results in a value or an error. The nesting is limited, so no input
/// can exhaust the stack.
///
/// - Throws: the first mistake in the text.
package func parseJSON(_ bytes: [UInt8]) throws(JSONSyntaxError) -> JSONNode {
    var parser = JSONParser(cursor: JSONCursor(bytes))
    return try parser.document()
}

/// A recursive descent parser with one method for each rule of the grammar.
struct JSONParser {
    /// The maximum nesting of arrays and objects.
    static let maxNesting = 100

    var cursor: JSONCursor
    private var depth = 0

    init(cursor: JSONCursor) { self.cursor = cursor }

    mutating func document() throws(JSONSyntaxError) -> JSONNode {
        if cursor.bytes.starts(with: [0xFE, 0xFF]) || cursor.bytes.starts(with: [0xFF, 0xFE]) { throw error(.utf16) }
        cursor.skipWhitespace()
        if cursor.isAtEnd { throw error(.empty) }
        let node = try value()
        cursor.skipWhitespace()
        if !cursor.isAtEnd { throw error(try mistake(.expectedEnd(found: found()))) }
        return node
    }

    /// Parses the value at the cursor.
    private mutating func value() throws(JSONSyntaxError) -> JSONNode {
        let position = cursor.position
        switch cursor.next {
        case UInt8(ascii: "{"): return JSONNode(value: .object(try object()), position: position)
        case UInt8(ascii: "["): return JSONNode(value: .array(try array()), position: position)
        case UInt8(ascii: "\""): return JSONNode(value: .string(try string()), position: position)
        case UInt8(ascii: "-"): return JSONNode(value: try number(), position: position)
        case let byte? where cursor.isDigit(byte):
            return JSONNode(value: try number(), position: position)
        default:
            guard let word = literal() else { throw error(try valueMistake()) }
            return JSONNode(value: word, position: position)
        }
    }

    private mutating func literal() -> JSONNode.Value? {
        let value: JSONNode.Value
        let text = word()
        switch text {
        case "true": value = .bool(true)
        case "false": value = .bool(false)
        case "null": value = .null
        default: return nil
        }
        cursor.advance(by: text.utf8.count)
        return value
    }

    private mutating func array() throws(JSONSyntaxError) -> [JSONNode] {
        let opening = try open()
        var elements: [JSONNode] = []
        if try closes(with: "]", opening: opening) { return elements }
        while true {
            elements.append(try value())
            let end = cursor.position
            if try closes(with: "]", opening: opening) { return elements }
            try comma(after: end, else: .expectedCommaOrBracket(found: found()), closing: "]", opening: opening)
        }
    }

    private mutating func object() throws(JSONSyntaxError) -> JSONObject {
        let opening = try open()
        var object = JSONObject()
        if try closes(with: "}", opening: opening) { return object }
        while true {
            let member = try member(opening: opening)
            if let first = object.append(member) {
                let kind = JSONSyntaxError.Kind.duplicateKey(shown(member.key), first: first.keyPosition)
                throw JSONSyntaxError(kind: kind, position: member.keyPosition)
            }
            let end = cursor.position
            if try closes(with: "}", opening: opening) { return object }
            try comma(after: end, else: .expectedCommaOrBrace(found: found()), closing: "}", opening: opening)
        }
    }

    private mutating func member(opening: Position) throws(JSONSyntaxError) -> JSONObject.Member {
        let position = cursor.position
        guard cursor.next == UInt8(ascii: "\"") else { throw error(try keyMistake()) }
        let key = try string()
        cursor.skipWhitespace()
        guard cursor.take(UInt8(ascii: ":")) else {
            if cursor.isAtEnd { throw neverClosed("{", opening) }
            throw error(try mistake(.expectedColon(key: shown(key), found: found())))
        }
        cursor.skipWhitespace()
        if cursor.isAtEnd { throw neverClosed("{", opening) }
        return JSONObject.Member(key: key, keyPosition: position, value: try value())
    }

    /// Moves past an opening bracket, enters its level, and returns its position. The matching call of `closes` leaves
    /// the level.
    private mutating func open() throws(JSONSyntaxError) -> Position {
        if depth == Self.maxNesting { throw error(.tooDeep(limit: depth)) }
        depth += 1
        defer { cursor.advance() }
        return cursor.position
    }

    /// Moves past white space. If the closing bracket follows, moves past it and returns true.
    private mutating func closes(with closing: Unicode.Scalar, opening: Position) throws(JSONSyntaxError) -> Bool {
        cursor.skipWhitespace()
        if cursor.isAtEnd { throw neverClosed(closing == "}" ? "{" : "[", opening) }
        guard cursor.take(UInt8(ascii: closing)) else { return false }
        depth -= 1
        return true
    }

    /// Moves past a comma and the white space after it. A missing comma is reported at `end`, where it belongs. Other
    /// errors are reported at their own positions.
    private mutating func comma(
        after end: Position,
        else kind: JSONSyntaxError.Kind,
        closing: Character,
        opening: Position
    ) throws(JSONSyntaxError) {
        let position = cursor.position
        guard cursor.take(UInt8(ascii: ",")) else {
            let mistake = try mistake(kind)
            throw JSONSyntaxError(kind: mistake, position: mistake == kind ? end : position)
        }
        cursor.skipWhitespace()
        if cursor.isAtEnd { throw neverClosed(closing == "}" ? "{" : "[", opening) }
        guard cursor.next.map({ Character(Unicode.Scalar($0)) }) == closing else { return }
        throw JSONSyntaxError(kind: .trailingComma(before: closing), position: position)
    }

    func error(_ kind: JSONSyntaxError.Kind) -> JSONSyntaxError {
        JSONSyntaxError(kind: kind, position: cursor.position)
    }

    private func neverClosed(_ opening: Character, _ position: Position) -> JSONSyntaxError {
        JSONSyntaxError(kind: .neverClosed(opening: opening, end: cursor.position), position: position)
    }
}
