/// The image that a generator without a source starts from: an area that is filled with a colour or a gradient.
package struct Canvas: Hashable, Sendable, Codable {
    /// The content of a canvas.
    package enum Fill: Hashable, Sendable, Codable {
        case color(Color)
        case gradient(Gradient)
    }

    /// A gradient between two colours along a straight line.
    package struct Gradient: Hashable, Sendable, Codable {
        package let from: Color
        package let to: Color
        package let direction: Direction

        package init(from: Color, to: Color, direction: Direction) {
            self.from = from
            self.to = to
            self.direction = direction
        }
    }

    /// The direction of a gradient, as in CSS.
    package enum Direction: Hashable, Sendable, Codable {
        /// The angle in degrees, clockwise. At 0 degrees, the gradient runs upwards.
        case angle(Double)
        /// The side or the corner towards which the gradient runs. The value is the name of an anchor, such as `b` or
        /// `tr`.
        case side(String)
    }

    /// The size in pixels.
    package let width: Int
    package let height: Int
    package let fill: Fill

    package init(width: Int, height: Int, fill: Fill) {
        self.width = width
        self.height = height
        self.fill = fill
    }
}

extension Canvas {
    /// The value for the hash. It contains colours as numbers, so different spellings of a colour have the same hash.
    var value: Value {
        var members: [String: Value] = ["width": .integer(width), "height": .integer(height)]
        switch fill {
        case .color(let color): members["color"] = color.value
        case .gradient(let gradient):
            var parts: [String: Value] = ["from": gradient.from.value, "to": gradient.to.value]
            switch gradient.direction {
            case .angle(let degrees): parts["angle"] = .double(degrees)
            case .side(let name): parts["direction"] = .string(name)
            }
            members["gradient"] = .dictionary(parts)
        }
        return .dictionary(members)
    }
}

extension Color {
    fileprivate var value: Value { .tuple([red, green, blue, alpha].map { .integer(Int($0)) }) }
}
