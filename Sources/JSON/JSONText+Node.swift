extension JSONText {
    /// What was read, to be written again.
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

    /// The members of an object; none of anything else.
    package var members: [Member] { if case .object(let members) = self { members } else { [] } }

    package subscript(key: String) -> JSONText? { members.first { $0.key.utf8.elementsEqual(key.utf8) }?.value }

    /// An object with this value for the key, in its place where it has one, else at the end; nil takes the key away.
    package func setting(_ key: String, to value: JSONText?) -> JSONText {
        var members = members
        let place = members.firstIndex { $0.key.utf8.elementsEqual(key.utf8) }
        switch (place, value) {
        case (let place?, let value?): members[place] = Member(key: key, value: value)
        case (let place?, nil): members.remove(at: place)
        case (nil, let value?): members.append(Member(key: key, value: value))
        case (nil, nil): break
        }
        return .object(members)
    }
}
