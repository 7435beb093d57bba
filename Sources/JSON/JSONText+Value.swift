import ImageSpecs

extension JSONText {
    /// Converts a value to the JSON that a registry contains.
    package init(_ value: ImageSpecs.Value) {
        self =
            switch value {
            case .none: .null
            case .bool(let flag): .bool(flag)
            case .integer(let number): .integer(number)
            case .double(let number): .number(number)
            case .string(let text): .string(text)
            case .tuple(let values): .array(values.map { JSONText($0) })
            case .dictionary(let members):
                .object(members.sorted { $0.key < $1.key }.map { Member(key: $0.key, value: JSONText($0.value)) })
            }
    }
}
