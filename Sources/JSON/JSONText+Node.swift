extension JSONText {
    /// Converts a parsed value to a value that can be written.
    package init(_ node: JSONNode) {
        self =
            switch node.value {
            case .null: .null
            case .bool(let flag): .bool(flag)
            case .integer(let number): .integer(number)
            case .number(let number): .number(number)
            case .string(let text): .string(text)
            case .array(let elements): .array(elements.map { JSONText($0) })
            case .object(let object): .object(object.members.map { Member(key: $0.key, value: JSONText($0.value)) })
            }
    }

    /// The members of an object; an empty array for any other value.
    package var members: [Member] { if case .object(let members) = self { members } else { [] } }

    package subscript(key: String) -> JSONText? { members.first { $0.key.utf8.elementsEqual(key.utf8) }?.value }

    /// Returns an object with this value for the key. An existing member keeps its position, and a new member is
    /// appended. If the value is nil, the member is removed.
    package func setting(_ key: String, to value: JSONText?) -> JSONText {
        var members = members
        let index = members.firstIndex { $0.key.utf8.elementsEqual(key.utf8) }
        switch (index, value) {
        case (let index?, let value?): members[index] = Member(key: key, value: value)
        case (let index?, nil): members.remove(at: index)
        case (nil, let value?): members.append(Member(key: key, value: value))
        case (nil, nil): break
        }
        return .object(members)
    }
}
