import ImageSpecs
import JSON
import Registry

/// A JSON schema of the values that an argument or an option accepts.
struct ValueSchema {
    let members: [JSONText.Member]

    init(_ members: KeyValuePairs<String, JSONText>) {
        self.members = members.map { JSONText.Member(key: $0.key, value: $0.value) }
    }

    private init(members: [JSONText.Member]) { self.members = members }

    /// - Parameter json: a schema as an object.
    init(json: JSONText) { members = json.members }

    static func reference(_ definition: String) -> ValueSchema {
        ValueSchema(["$ref": .string("#/$defs/\(definition)")])
    }

    static func words(_ words: [String]) -> ValueSchema { ValueSchema(["enum": .array(words.map(JSONText.string))]) }

    static func number(_ type: String, _ range: ClosedRange<Double>) -> ValueSchema {
        ValueSchema(["type": .string(type), "minimum": .whole(range.lowerBound), "maximum": .whole(range.upperBound)])
    }

    static func either(_ schemas: [ValueSchema]) -> ValueSchema {
        ValueSchema(["anyOf": .array(schemas.map(\.json))])
    }

    var json: JSONText { .object(members) }

    /// The same schema, except that it also accepts null, because null counts as absent.
    var orNull: ValueSchema {
        let null = ValueSchema(["type": "null"])
        guard let first = members.first else { return self }
        let rest = Array(members.dropFirst())
        switch (first.key, first.value) {
        case ("type", .string):
            return ValueSchema(members: [.init(key: "type", value: [first.value, "null"])] + rest)
        case ("enum", .array(let values)):
            return ValueSchema(members: [.init(key: "enum", value: .array(values + [.null]))] + rest)
        case ("anyOf", .array(let schemas)):
            return ValueSchema(members: [.init(key: "anyOf", value: .array(schemas + [null.json]))] + rest)
        default:
            return .either([self, null])
        }
    }

    /// Returns the schema with the description and the default that an editor shows.
    func described(_ summary: String, default fallback: Value? = nil) -> JSONText {
        var head = [JSONText.Member(key: "description", value: .string(summary.withoutMarkdown))]
        if let fallback, fallback != .none { head.append(.init(key: "default", value: JSONText(fallback))) }
        return .object(head + members)
    }
}

extension JSONText {
    /// Returns an integer if the number has no fraction.
    fileprivate static func whole(_ number: Double) -> JSONText {
        Int(exactly: number).map(JSONText.integer) ?? .number(number)
    }
}
