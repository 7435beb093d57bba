import ImageSpecs

/// A JSON value that imagekit writes, for example a line of `--log-format json` or an object of a manifest.
///
/// Members are written in the given order. The text is compact. It is always on one line, because line breaks in
/// strings are escaped.
///
/// ```swift
/// let line: JSONText = ["event": "image", "width": 100, "seconds": .seconds(0.0123)]
/// line.text  // {"event":"image","width":100,"seconds":0.012}
/// ```
package indirect enum JSONText: Equatable, Sendable {
    case null
    case bool(Bool)
    case integer(Int)
    /// A number. It is written with the fewest digits that represent exactly this value. NaN and infinities are written
    /// as `null`.
    case number(Double)
    /// A duration in seconds, written with three decimals.
    case seconds(Double)
    case string(String)
    case array([JSONText])
    case object([Member])

    /// A member of an object: its key and its value.
    package struct Member: Equatable, Sendable {
        package let key: String
        package let value: JSONText

        package init(key: String, value: JSONText) {
            self.key = key
            self.value = value
        }
    }

    /// An object without the members whose value is nil.
    package static func object(omittingNil members: KeyValuePairs<String, JSONText?>) -> JSONText {
        .object(members.compactMap { key, value in value.map { Member(key: key, value: $0) } })
    }

    /// Returns the object with more members at its end. Any other value stays unchanged.
    package func adding(_ further: [Member]) -> JSONText {
        guard case .object(let members) = self else { return self }
        return .object(members + further)
    }

    package var text: String {
        var text = ""
        write(to: &text)
        return text
    }

    package func write(to text: inout String) {
        switch self {
        case .null: text += "null"
        case .bool(let value): text += value ? "true" : "false"
        case .integer(let value): text += String(value)
        case .number(let value): text += value.isFinite ? value.description : "null"
        case .seconds(let value): text += Self.threeDecimals(value)
        case .string(let value): Self.writeString(value, to: &text)
        case .array(let values):
            text += "["
            for (index, value) in values.enumerated() {
                if index > 0 { text += "," }
                value.write(to: &text)
            }
            text += "]"
        case .object(let members):
            text += "{"
            for (index, member) in members.enumerated() {
                if index > 0 { text += "," }
                Self.writeString(member.key, to: &text)
                text += ":"
                member.value.write(to: &text)
            }
            text += "}"
        }
    }

    /// Escapes all control characters, including the control characters outside of ASCII, so that a terminal can show
    /// the text safely. U+2028 and U+2029 are escaped, because some programs treat them as line breaks.
    private static func writeString(_ string: String, to text: inout String) {
        text += "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case "\u{0}"..<"\u{20}", "\u{7F}"..<"\u{A0}", "\u{2028}", "\u{2029}":
                text += "\\u" + hexadecimal(scalar.value, digits: 4)
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }

    private static func threeDecimals(_ value: Double) -> String {
        guard value.isFinite else { return "null" }
        let thousandths = (value.magnitude * 1000).rounded()
        guard let whole = Int(exactly: thousandths), whole < 1 << 53 else { return value.description }
        let fraction = String(whole % 1000)
        let sign = value < 0 && whole > 0 ? "-" : ""
        return sign + String(whole / 1000) + "." + String(repeating: "0", count: 3 - fraction.count) + fraction
    }
}

extension JSONText: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    package init(stringLiteral value: String) { self = .string(value) }
    package init(integerLiteral value: Int) { self = .integer(value) }
    package init(booleanLiteral value: Bool) { self = .bool(value) }
    package init(arrayLiteral elements: JSONText...) { self = .array(elements) }
    package init(dictionaryLiteral elements: (String, JSONText)...) {
        self = .object(elements.map { Member(key: $0.0, value: $0.1) })
    }
}
