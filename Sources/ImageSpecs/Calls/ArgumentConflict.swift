/// Two arguments that exclude each other.
package struct ArgumentConflict: Sendable {
    /// The argument that the message names.
    package let argument: String
    package let other: String
    /// The value of the other argument that causes the conflict. Nil stands for any value.
    package let value: Value?
    let reason: String

    init(_ argument: String, with other: String, being value: Value? = nil, _ reason: String) {
        self.argument = argument
        self.other = other
        self.value = value
        self.reason = reason
    }

    /// An image is positioned by an anchor or by an offset, not by both.
    static let anchorAndOffset = ["x", "y"].map { axis in
        ArgumentConflict("anchor", with: axis, "give either an anchor or x and y, not both")
    }

    func exists(in given: [String: Value]) -> Bool {
        given[argument] != nil && (value.map { given[other] == $0 } ?? (given[other] != nil))
    }
}
