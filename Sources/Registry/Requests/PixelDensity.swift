/// A factor of `srcset`, such as the 2 of `photo.jpg 2x`.
package struct PixelDensity: Hashable, Sendable {
    package let factor: Double
    /// The text of the factor, as in django-imagekit's tag. A factor from the command line is written as a float
    /// (`2.0`). A factor from the registry is written as an integer if it is a whole number (`2`).
    package let text: String

    /// Returns a length for this density, rounded down like Python's `int`, and at least 1.
    package func scaled(_ length: Int) -> Int { Int(min(max(1, Double(length) * factor), 1e9)) }

    init?(_ factor: Double) {
        guard factor > 0, factor.isFinite else { return nil }
        self.factor = factor
        text = factor == factor.rounded() && factor < 1e15 ? String(Int(factor)) : "\(factor)"
    }

    /// Parses factors that are separated by spaces, such as `2 3`. Returns nil if one of the words is not a number
    /// above 0.
    package static func list(_ text: String) -> [PixelDensity]? {
        var densities: [PixelDensity] = []
        for word in text.split(whereSeparator: \.isWhitespace) {
            guard let factor = Double(word), factor > 0, factor.isFinite else { return nil }
            densities.append(PixelDensity(factor: factor, text: "\(factor)"))
        }
        return densities
    }

    private init(factor: Double, text: String) {
        self.factor = factor
        self.text = text
    }
}
