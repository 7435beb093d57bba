import ImageSpecs

/// The texts of values in Python and in Django.
extension TemplateValue {
    /// The text that Python's `str` returns for the value.
    package var text: String { if case .string(let value) = self { value } else { representation } }

    /// The text that a variable prints, before it is escaped.
    var output: String {
        if case .number(let value) = self, value.isFinite { ShortestDecimal(value).output } else { text }
    }

    /// The text that Python's `repr` returns for the value.
    private var representation: String {
        switch self {
        case .none: "None"
        case .bool(let value): value ? "True" : "False"
        case .integer(let value): String(value)
        case .number(let value): pythonRepresentation(of: value)
        case .string(let value): Self.quoted(value)
        case .array(let items): "[\(items.map(\.representation).joined(separator: ", "))]"
        case .object(let members):
            "{"
                + members.sorted { $0.key < $1.key }
                .map { "\(Self.quoted($0.key)): \($0.value.representation)" }.joined(separator: ", ") + "}"
        }
    }

    /// Returns a text in quotes. Python uses double quotes only if the text contains single quotes and no double quotes.
    private static func quoted(_ text: String) -> String {
        let scalars = text.unicodeScalars
        let quote: Unicode.Scalar = scalars.contains("'") && !scalars.contains("\"") ? "\"" : "'"
        return "\(quote)" + scalars.map { escaped($0, in: quote) }.joined() + "\(quote)"
    }

    private static func escaped(_ scalar: Unicode.Scalar, in quote: Unicode.Scalar) -> String {
        switch scalar {
        case "\\", quote: return "\\\(scalar)"
        case "\n": return "\\n"
        case "\r": return "\\r"
        case "\t": return "\\t"
        default: break
        }
        guard !isPrintable(scalar) else { return String(scalar) }
        return switch scalar.value {
        case ...0xFF: "\\x" + hexadecimal(scalar.value, digits: 2)
        case ...0xFFFF: "\\u" + hexadecimal(scalar.value, digits: 4)
        default: "\\U" + hexadecimal(scalar.value, digits: 8)
        }
    }

    /// Whether Python writes a character without an escape sequence (`str.isprintable`).
    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
        case .spaceSeparator: scalar == " "
        default: true
        }
    }
}
