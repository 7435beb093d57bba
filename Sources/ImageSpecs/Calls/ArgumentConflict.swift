/// Arguments that a call must not have together.
package struct ArgumentConflict: Sendable {
    /// The argument that a message is about.
    package let argument: String
    package let other: String
    /// The value of the other argument; nil for any.
    package let value: Value?
    let reason: String

    init(_ argument: String, with other: String, being value: Value? = nil, _ reason: String) {
        self.argument = argument
        self.other = other
        self.value = value
        self.reason = reason
    }

    /// Of a canvas: the position is an anchor or an offset.
    static let anchorAndOffset = ["x", "y"].map { axis in
        ArgumentConflict("anchor", with: axis, "give either an anchor or x and y, not both")
    }

    func exists(in given: [String: Value]) -> Bool {
        given[argument] != nil && (value.map { given[other] == $0 } ?? (given[other] != nil))
    }
}
