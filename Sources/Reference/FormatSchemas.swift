import ImageSpecs
import JSON

extension ReferencePart {
    static let formatSchemas = [
        ReferencePart(file: schema, name: "format", .definition(format)),
        ReferencePart(file: schema, name: "options", .definition(options)),
        ReferencePart(file: schema, name: "optionsOfFormat", .definition(optionsOfFormat)),
    ]

    /// The schema of a format's name, or of a file extension, in any letter case.
    private static let format: JSONText = [
        "type": "string",
        "anyOf": [
            ["enum": .array(ImageFormat.written.map { .string($0.rawValue) })],
            ["pattern": .string(anyCase(of: ImageFormat.written.flatMap(\.names)))],
        ],
    ]

    /// The schema of the options of all formats. A value is valid if it is valid for one of the formats.
    private static let options: JSONText = [
        "description":
            "Pillow's save options. A generator without options and a generator with {} give different names of cache files.",
        "type": "object", "additionalProperties": false,
        "properties": .object(
            SaveOption.knownNames.sorted().map { name in
                let options = ImageFormat.written.compactMap { format in
                    format.saveOption(name).map { (format: format, option: $0) }
                }
                let kinds = options.map(\.option.kind).reduce(into: [SaveOptionKind]()) { kinds, kind in
                    if !kinds.contains(kind) { kinds.append(kind) }
                }
                let isCommon = options.count == ImageFormat.written.count
                let groups = options.reduce(into: [(summary: String, formats: [String])]()) { groups, entry in
                    if let index = groups.firstIndex(where: { $0.summary == entry.option.summary }) {
                        groups[index].formats.append(entry.format.rawValue)
                    } else {
                        groups.append((entry.option.summary, [entry.format.rawValue]))
                    }
                }
                let sentences = groups.map { group in
                    isCommon ? group.summary : "\(group.formats.joined(separator: ", ")): \(group.summary)"
                }
                let schema = ValueSchema.either(kinds.map(\.schema) + [.reference("field")]).orNull
                return JSONText.Member(key: name, value: schema.described(sentences.joined(separator: " ")))
            }
        ),
    ]

    /// The schemas of generators that have a format. Each save option of such a generator must be an option of the
    /// format.
    private static let optionsOfFormat: JSONText = [
        "allOf": .array(
            ImageFormat.written.map { format in
                [
                    "if": [
                        "required": ["format"],
                        "properties": [
                            "format": ["type": "string", "pattern": .string(anyCase(of: format.names))]
                        ],
                    ],
                    "then": ["properties": ["options": ["anyOf": [format.optionsSchema, ["type": "null"]]]]],
                ]
            }
        )
    ]

    /// Returns a regular expression that matches these words in any letter case. The expression lists both cases of
    /// each letter, because JSON Schema has no flag to ignore case.
    static func anyCase(of words: [String]) -> String {
        let patterns = words.map { word in
            word.map { $0.isLetter ? "[\($0.uppercased())\($0.lowercased())]" : String($0) }.joined()
        }
        return "^(\(patterns.joined(separator: "|")))$"
    }
}

extension ImageFormat {
    fileprivate var optionsSchema: JSONText {
        [
            "type": "object", "additionalProperties": false,
            "properties": .object(
                saveOptions.map { option in
                    let schema = ValueSchema.either([option.kind.schema, .reference("field")]).orNull
                    return JSONText.Member(
                        key: option.name,
                        value: schema.described(option.summary, default: option.fallback)
                    )
                }
            ),
        ]
    }
}

extension SaveOptionKind {
    var schema: ValueSchema {
        switch self {
        case .flag: ValueSchema(["type": "boolean"])
        case .number(let range, let words):
            words.isEmpty
                ? .number("number", range.asDoubles)
                : .either([.number("number", range.asDoubles), .words(words)])
        case .integer(let range): .number("integer", range.asDoubles)
        case .choice(let values): ValueSchema(["enum": .array(values.map { JSONText($0) })])
        case .vipsOptions:
            ValueSchema(["type": "object", "additionalProperties": ["type": ["string", "number", "boolean", "array"]]])
        }
    }
}

extension ClosedRange<Int> {
    fileprivate var asDoubles: ClosedRange<Double> { Double(lowerBound)...Double(upperBound) }
}
