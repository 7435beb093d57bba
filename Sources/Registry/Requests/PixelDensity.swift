/// A factor of `srcset`, such as the 2 of `photo.jpg 2x`.
package struct PixelDensity: Hashable, Sendable {
    package let factor: Double
    /// As Django's tag writes it: factors of the command line are floats (`2.0x`), those of the setting as they are.
    package let text: String

    init?(_ factor: Double) {
        guard factor > 0, factor.isFinite else { return nil }
        self.factor = factor
        text = factor == factor.rounded() && factor < 1e15 ? String(Int(factor)) : "\(factor)"
    }

    /// Reads `2 3`: factors with blanks between them; nil where one is no number above 0.
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
