import ImageSpecs
import JSON

extension Value {
    /// Converts JSON to the form for the hash and the processors. A member that is null counts as absent.
    init(_ json: JSONNode) {
        self =
            switch json.value {
            case .null: .none
            case .bool(let flag): .bool(flag)
            case .integer(let number): .integer(number)
            case .number(let number): .double(number)
            case .string(let text): .string(text)
            case .array(let items): .tuple(items.map { Value($0) })
            case .object(let object):
                .dictionary(
                    Dictionary(
                        object.members.filter { $0.value.value != .null }.map { ($0.key, Value($0.value)) },
                        // In Swift, keys that differ only in their Unicode normalization are equal. The names of
                        // arguments and options are ASCII, so it does not matter which value is used.
                        uniquingKeysWith: { first, _ in first }
                    )
                )
            }
    }
}

extension FieldValue {
    /// Creates a value from a text. If the text is valid JSON and not `null`, the value can also have the meaning of
    /// this JSON.
    package init(text: String) {
        let json = try? parseJSON(Array(text.utf8))
        self.init(text: text, meaning: json.flatMap { $0.value == .null ? nil : Value($0) })
    }

    /// Returns nil for null, because null counts as absent.
    package init?(_ json: JSONNode) {
        guard json.value != .null else { return nil }
        self.init(Value(json))
    }
}
