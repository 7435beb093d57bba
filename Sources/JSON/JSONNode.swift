/// A JSON value and its position. With the position, an error about the value is reported at `FILE:LINE:COLUMN`.
package struct JSONNode: Equatable, Sendable {
    package let value: Value
    package let position: Position

    package init(value: Value, position: Position) {
        self.value = value
        self.position = position
    }

    /// A registry distinguishes `60` from `60.0`, as Python does. So `1` is an `integer`, and `1.0` and `1e3` are a
    /// `number`. An integer that does not fit in `Int` is also a `number`.
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
