/// A JSON value and where it starts, so that whoever finds it wanting can say so at `FILE:LINE:COLUMN`.
struct JSONNode: Equatable, Sendable {
    let value: Value
    let position: Position

    /// `1` is an `integer`; `1.0`, `1e3` and integers that do not fit in `Int` are a `number`: a registry tells
    /// `60` from `60.0`, as the Python it mirrors does.
    indirect enum Value: Equatable, Sendable {
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
struct JSONObject: Equatable, Sendable {
    struct Member: Equatable, Sendable {
        let key: String
        let keyPosition: Position
        let value: JSONNode
    }

    private(set) var members: [Member] = []
    /// Keys by their bytes: Swift's strings hold "é" and "e" + accent for equal, JSON does not.
    private var places: [[UInt8]: Int] = [:]

    /// The member of that key, whose bytes must be the same.
    func member(_ key: String) -> Member? {
        places[Array(key.utf8)].map { members[$0] }
    }

    subscript(key: String) -> JSONNode? { member(key)?.value }

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
