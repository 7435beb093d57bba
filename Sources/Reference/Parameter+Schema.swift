import ImageSpecs
import JSON

extension Parameter {
    /// The schema of the argument.
    var schema: JSONText {
        (isRequired ? kind.schema : kind.schema.orNull).described(summary, default: fallback)
    }
}

extension Parameter.Kind {
    var schema: ValueSchema {
        let length = Double(Self.maxLength)
        let lengths = ValueSchema.number("integer", 1...length)
        let text = ValueSchema(["type": "string", "minLength": 1])
        return switch self {
        case .length: lengths
        case .offset: .number("integer", -length...length)
        case .byte: .number("integer", 0...255)
        case .number: .number("number", -Self.maxNumber...Self.maxNumber)
        case .positiveNumber: .number("number", 0...Self.maxNumber)
        case .flag: ValueSchema(["type": "boolean"])
        case .color: .reference("color")
        case .anchor: .reference("anchor")
        case .cropAnchor: .reference("cropAnchor")
        case .smartAnchor: .reference("smartAnchor")
        case .radius: .either([lengths, ValueSchema(["const": "circle"])])
        case .thickness:
            .either([.number("integer", 0...length), .array(of: .number("integer", 0...length), count: 4)])
        case .sides: .array(of: .words(Sides.names.map(\.key)))
        case .transposition: .words(Transpose.names)
        case .mode: .words(ConversionMode.allCases.map(\.rawValue))
        case .arguments: ValueSchema(["type": "object"])
        case .command: .reference("command")
        case .programFormat: .anyCase(of: Exec.formats.flatMap(\.names))
        case .operation, .path, .text, .words: text
        case .alignment: .words(TextAlignment.allCases.map(\.rawValue))
        case .position: .array(of: .number("integer", -length...length), count: 2)
        }
    }
}

extension ValueSchema {
    static func array(of items: ValueSchema, count: Int? = nil) -> ValueSchema {
        guard let count else { return ValueSchema(["type": "array", "items": items.json]) }
        let number = JSONText.integer(count)
        return ValueSchema(["type": "array", "items": items.json, "minItems": number, "maxItems": number])
    }

    /// Returns the schema of a text that is one of these words, in any letter case.
    static func anyCase(of words: [String]) -> ValueSchema {
        ValueSchema(["type": "string", "pattern": .string(ReferencePart.anyCase(of: words))])
    }
}
