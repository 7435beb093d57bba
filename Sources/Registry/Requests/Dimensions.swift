/// The size of a thumbnail, as in django-imagekit's `thumbnail` tag: `100x50`, `100x`, or `x50`.
package struct Dimensions: Hashable, Sendable {
    package let width: Int?
    package let height: Int?

    /// - Returns: nil for any other text, and for a side of 0 or less.
    package init?(_ text: String) {
        let sides = text.split(separator: "x", omittingEmptySubsequences: false)
        guard sides.count == 2, sides.contains(where: { !$0.isEmpty }) else { return nil }
        var lengths: [Int?] = []
        for side in sides {
            guard !side.isEmpty else {
                lengths.append(nil)
                continue
            }
            guard let length = Int(side), length > 0 else { return nil }
            lengths.append(length)
        }
        (width, height) = (lengths[0], lengths[1])
    }

    private init(width: Int?, height: Int?) {
        self.width = width
        self.height = height
    }

    /// Returns the size in whole pixels. Lengths are rounded down, as in Python's `int`.
    func scaled(by density: PixelDensity) -> Dimensions {
        Dimensions(width: width.map(density.scaled), height: height.map(density.scaled))
    }
}
