/// The position of an image on a canvas, or of the part that a crop keeps. The values are fractions of the free space,
/// like background positions in CSS: (0, 0) is top left, and (1, 1) is bottom right.
package struct Anchor: Hashable, Sendable {
    package let x: Double
    package let y: Double

    package init(x: Double, y: Double) {
        self.x = x
        self.y = y
    }

    package static let center = Anchor(x: 0.5, y: 0.5)

    /// PILKit's names (`pilkit.processors.base.Anchor`).
    package static let named: [(name: String, anchor: Anchor)] = [
        ("tl", Anchor(x: 0, y: 0)), ("t", Anchor(x: 0.5, y: 0)), ("tr", Anchor(x: 1, y: 0)),
        ("l", Anchor(x: 0, y: 0.5)), ("c", .center), ("r", Anchor(x: 1, y: 0.5)),
        ("bl", Anchor(x: 0, y: 1)), ("b", Anchor(x: 0.5, y: 1)), ("br", Anchor(x: 1, y: 1)),
    ]

    /// Words for the sides and the centre, with the letters that PILKit's names use for them.
    private static let sides = [
        "top": "t", "upper": "t", "bottom": "b", "lower": "b", "left": "l", "right": "r", "center": "c", "centre": "c",
        "middle": "c",
    ]

    /// Returns PILKit's name for the position that words such as `top` or `bottom-left` describe; nil for words that
    /// describe no position.
    static func name(inWords words: String) -> String? {
        var text = words.lowercased().filter(\.isLetter)[...]
        var letters: Set<Character> = []
        while !text.isEmpty {
            guard let side = sides.first(where: { text.hasPrefix($0.key) }) else { return nil }
            text = text.dropFirst(side.key.count)
            letters.formUnion(side.value)
        }
        if letters.count > 1 { letters.remove("c") }
        return named.map(\.name).first { Set($0) == letters }
    }

    /// Reads one of PILKit's names, or a pair of fractions.
    package init?(_ value: Value) {
        switch value {
        case .string(let name):
            guard let known = Anchor.named.first(where: { $0.name == name }) else { return nil }
            self = known.anchor
        case .tuple(let pair):
            guard pair.count == 2, let x = pair[0].number, let y = pair[1].number,
                max(abs(x), abs(y)) <= Double(Parameter.Kind.maxLength)
            else { return nil }
            self.init(x: x, y: y)
        default:
            return nil
        }
    }
}
