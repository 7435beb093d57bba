import ImageSpecs

/// A JSON value and where it starts, so that whoever finds it wanting can say so at `FILE:LINE:COLUMN`.
package struct JSONNode: Equatable, Sendable {
    package let value: Value
    package let position: Position

    package init(value: Value, position: Position) {
        self.value = value
        self.position = position
    }

    /// `1` is an `integer`; `1.0`, `1e3` and integers that do not fit in `Int` are a `number`: a registry tells
    /// `60` from `60.0`, as the Python it mirrors does.
    package indirect enum Value: Equatable, Sendable {
        case null
        case bool(Bool)
        case integer(Int)
        case number(Double)
        case string(String)
        case array([JSONNode])
        case object(JSONObject)
    }
}

/// The members of a JSON object in the order of the file; no key stands in it twice.
package struct JSONObject: Equatable, Sendable {
    package struct Member: Equatable, Sendable {
        package let key: String
        package let keyPosition: Position
        package let value: JSONNode
    }

    package private(set) var members: [Member] = []
    /// Keys by their bytes: Swift's strings hold "é" and "e" + accent for equal, JSON does not.
    private var places: [[UInt8]: Int] = [:]

    /// The member of that key, whose bytes must be the same.
    package func member(_ key: String) -> Member? {
        places[Array(key.utf8)].map { members[$0] }
    }

    package subscript(key: String) -> JSONNode? { member(key)?.value }

    var isEmpty: Bool { members.isEmpty }

    /// Appends a member; where its key is taken, changes nothing and returns the first of that key.
    mutating func append(_ member: Member) -> Member? {
        let key = Array(member.key.utf8)
        if let place = places[key] { return members[place] }
        places[key] = members.count
        members.append(member)
        return nil
    }
}
