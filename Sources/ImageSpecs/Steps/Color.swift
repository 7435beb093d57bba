/// A colour of 8-bit red, green, blue and alpha (not premultiplied).
package struct Color: Hashable, Sendable, Codable {
    package let red: UInt8
    package let green: UInt8
    package let blue: UInt8
    /// The alpha: 0 is transparent, and 255 is opaque.
    package let alpha: UInt8

    package init(red: UInt8, green: UInt8, blue: UInt8, alpha: UInt8 = 255) {
        self.red = red
        self.green = green
        self.blue = blue
        self.alpha = alpha
    }

    /// PILKit's default colour for a canvas.
    package static let transparentWhite = Color(red: 255, green: 255, blue: 255, alpha: 0)
    package static let white = Color(red: 255, green: 255, blue: 255)

    /// Reads (r, g, b), (r, g, b, a), or a text in the syntax of Pillow's `ImageColor`.
    package init?(_ value: Value) {
        switch value {
        case .tuple(let values):
            let bands = values.compactMap { $0.integer.flatMap(UInt8.init(exactly:)) }
            guard bands.count == values.count, bands.count == 3 || bands.count == 4 else { return nil }
            self.init(red: bands[0], green: bands[1], blue: bands[2], alpha: bands.count == 4 ? bands[3] : 255)
        case .string(let text):
            guard let color = Color(css: text) else { return nil }
            self = color
        default:
            return nil
        }
    }

    /// Reads `#rgb`, `#rgba`, `#rrggbb`, `#rrggbbaa`, a CSS name, `rgb(…)`, `rgba(…)`, `hsl(…)`, `hsv(…)`, or `hsb(…)`.
    init?(css text: String) {
        let text = text.lowercased()
        if text.hasPrefix("#") {
            self.init(hexadecimal: text.dropFirst())
        } else if let code = cssColors[text] {
            self.init(red: UInt8(code >> 16 & 255), green: UInt8(code >> 8 & 255), blue: UInt8(code & 255))
        } else {
            self.init(function: text)
        }
    }

    private init?(hexadecimal digits: Substring) {
        let nibbles = digits.compactMap(\.hexDigitValue)
        guard nibbles.count == digits.utf8.count else { return nil }
        let bands: [UInt8]
        switch nibbles.count {
        case 3, 4: bands = nibbles.map { UInt8($0 * 17) }
        case 6, 8: bands = stride(from: 0, to: nibbles.count, by: 2).map { UInt8(nibbles[$0] * 16 + nibbles[$0 + 1]) }
        default: return nil
        }
        self.init(red: bands[0], green: bands[1], blue: bands[2], alpha: bands.count == 4 ? bands[3] : 255)
    }

    private init?(function text: String) {
        guard let open = text.firstIndex(of: "("), text.hasSuffix(")") else { return nil }
        let arguments = text[text.index(after: open)...].dropLast().split(
            separator: ",",
            omittingEmptySubsequences: false
        )
        .map(\.trimmingSpaces)
        // An argument without a percent sign becomes an empty text, which is not a number. In rgb(…), Pillow permits
        // only whole percentages, so the first case requires digits.
        let percents = arguments.map { $0.hasSuffix("%") ? String($0.dropLast()) : "" }
        switch (text[..<open], arguments.count) {
        case ("rgb", 3) where percents.allSatisfy { $0.isDigits }:
            self.init(fractions: percents.compactMap(Color.number).map { $0 / 100 })
        case ("rgb", 3), ("rgba", 4):
            self.init(Value.tuple(arguments.map { $0.isDigits ? Int($0).map(Value.integer) ?? .none : .none }))
        case ("hsl", 3), ("hsv", 3), ("hsb", 3):
            guard let hue = Color.number(arguments[0]), let saturation = Color.number(percents[1]),
                let third = Color.number(percents[2])
            else {
                return nil
            }
            let unit = (hue: hue / 360, saturation: saturation / 100, third: third / 100)
            self.init(
                fractions: text.hasPrefix("hsl")
                    ? Color.rgb(hue: unit.hue, saturation: unit.saturation, lightness: unit.third)
                    : Color.rgb(hue: unit.hue, saturation: unit.saturation, value: unit.third)
            )
        default:
            return nil
        }
    }

    /// Reads a decimal number. Like Pillow's patterns, this function permits no sign, no exponent, and no dot at the
    /// start.
    private static func number(_ text: String) -> Double? {
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts[0].isDigits, parts.dropFirst().allSatisfy({ $0.isEmpty || $0.isDigits }) else { return nil }
        return Double(parts.filter { !$0.isEmpty }.joined(separator: "."))
    }

    /// Creates a colour from three numbers from 0 to 1. They are rounded as in Pillow.
    private init?(fractions: [Double]) {
        guard fractions.count == 3, fractions.allSatisfy((0...1).contains) else { return nil }
        let bands = fractions.map { UInt8($0 * 255 + 0.5) }
        self.init(red: bands[0], green: bands[1], blue: bands[2])
    }

    private static func rgb(hue: Double, saturation: Double, lightness: Double) -> [Double] {
        let high = lightness <= 0.5 ? lightness * (1 + saturation) : lightness + saturation - lightness * saturation
        guard high > 0 else { return [0, 0, 0] }
        return rgb(hue: hue, saturation: 2 * (high - lightness) / high, value: high)
    }

    private static func rgb(hue: Double, saturation: Double, value: Double) -> [Double] {
        [5.0, 3.0, 1.0].map { offset in
            let k = (offset + hue * 6).truncatingRemainder(dividingBy: 6)
            return value - value * saturation * max(0, min(k, 4 - k, 1))
        }
    }
}

extension StringProtocol {
    fileprivate var isDigits: Bool { !isEmpty && allSatisfy { $0.isASCII && $0.isNumber } }
}
