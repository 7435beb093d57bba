/// The members of a JSON object in the order of the file. Keys are unique.
package struct JSONObject: Equatable, Sendable {
    /// A member of an object: its key, the position of the key, and its value.
    package struct Member: Equatable, Sendable {
        package let key: String
        package let keyPosition: Position
        package let value: JSONNode

        package init(key: String, keyPosition: Position, value: JSONNode) {
            self.key = key
            self.keyPosition = keyPosition
            self.value = value
        }
    }

    package private(set) var members: [Member] = []
    /// The index of each member by the bytes of its key. Swift considers "é" and "e" with a combining accent equal, but
    /// JSON does not.
    private var indices: [[UInt8]: Int] = [:]

    package init() {}

    /// Creates an object from members. If several members have the same key, only the first is used.
    package init(_ members: some Sequence<Member>) {
        for member in members { _ = append(member) }
    }

    /// Returns the member whose key has the same bytes as `key`.
    package func member(_ key: String) -> Member? {
        indices[Array(key.utf8)].map { members[$0] }
    }

    package subscript(key: String) -> JSONNode? { member(key)?.value }

    var isEmpty: Bool { members.isEmpty }

    /// Appends a member and returns nil. If the key already exists, changes nothing and returns the existing member.
    mutating func append(_ member: Member) -> Member? {
        let key = Array(member.key.utf8)
        if let index = indices[key] { return members[index] }
        indices[key] = members.count
        members.append(member)
        return nil
    }
}
