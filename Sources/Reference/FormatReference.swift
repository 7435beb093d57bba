import JSON
import ImageSpecs

extension ReferencePart {
    static let formatParts = [ReferencePart(file: schema, name: "format", .definition(formatSchema))]

    /// A format's name in any letter case.
    private static let formatSchema: JSONText = [
        "type": "string",
        "anyOf": [
            ["enum": .array(ImageFormat.allCases.map { .string($0.rawValue) })],
            ["pattern": .string(anyCase(of: ImageFormat.allCases.map(\.rawValue)))],
        ],
    ]

    /// A regular expression that matches these words in any letter case: JSON Schema has no flag for it.
    static func anyCase(of words: [String]) -> String {
        let patterns = words.map { word in
            word.map { $0.isLetter ? "[\($0.uppercased())\($0.lowercased())]" : String($0) }.joined()
        }
        return "^(\(patterns.joined(separator: "|")))$"
    }
}
