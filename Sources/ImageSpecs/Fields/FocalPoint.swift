/// The point of a picture on which a crop is centred, as far as the edges permit. The coordinates are fractions of the
/// width and the height from the top left corner. In a registry, a focal point is written as `{"focus": [x, y]}`.
struct FocalPoint {
    /// The anchor that stands for the focal point in the source's fields.
    static let word = Value.string("focus")
    /// The anchor that is used for a source without a focal point in its fields.
    static let fallback = Value.string("attention")
    static let fields = ["focus", "focus_x", "focus_y"]

    /// The coordinates. They are stored as values instead of numbers, because `0` and `0.0` have different hashes.
    private let x: Value
    private let y: Value

    init?(x: Value, y: Value) {
        guard Self.isFraction(x), Self.isFraction(y) else { return nil }
        self.x = x
        self.y = y
    }

    /// Reads the value of an anchor: `{"focus": [x, y]}`.
    init?(_ value: Value) {
        guard case .dictionary(let members) = value, members.count == 1, let point = members["focus"],
            case .tuple(let sides) = point, sides.count == 2
        else { return nil }
        self.init(x: sides[0], y: sides[1])
    }

    /// Reads the value of a field: `[x, y]` or `{"x": x, "y": y}`.
    init?(field value: Value) {
        switch value {
        case .tuple(let sides) where sides.count == 2:
            self.init(x: sides[0], y: sides[1])
        case .dictionary(let members):
            guard let x = members["x"], let y = members["y"] else { return nil }
            self.init(x: x, y: y)
        default:
            return nil
        }
    }

    var value: Value { .dictionary(["focus": .tuple([x, y])]) }

    var placement: Placement { .focus(x: x.number ?? 0.5, y: y.number ?? 0.5) }

    static func isFraction(_ value: Value) -> Bool { value.number.map { (0...1).contains($0) } ?? false }
}
