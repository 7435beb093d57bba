#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif
import ImageSpecs
import Pictures
import Vips

extension Canvas {
    /// Draws the canvas in RGB, or in RGBA if it is not opaque.
    package func image() throws -> Image {
        let size = Size(width: width, height: height)
        switch fill {
        case .color(let color): return try .filled(size, with: color)
        case .gradient(let gradient): return try gradient.image(size)
        }
    }
}

extension Canvas.Gradient {
    fileprivate func image(_ size: Size) throws -> Image {
        let isOpaque = from.alpha == 255 && to.alpha == 255
        let (start, end) = (from.premultiplied(isOpaque ? 3 : 4), to.premultiplied(isOpaque ? 3 : 4))
        let position = try progress(over: size)
        // The mixed colours are premultiplied, so their alpha weights them, as in CSS.
        let mixed = try position.apply(
            "linear",
            ["a": .doubles(zip(start, end).map { $1 - $0 }), "b": .doubles(start)]
        )
        .apply("copy", ["interpretation": "srgb"])
        let straight = isOpaque ? mixed : try mixed.apply("unpremultiply")
        return try straight.apply("round", ["round": "rint"]).apply("cast", ["format": "uchar"])
    }

    /// Returns one band with values from 0 at the first colour to 1 at the last colour.
    private func progress(over size: Size) throws -> Image {
        let (x, y) = direction.vector(in: size)
        let (width, height) = (Double(size.width), Double(size.height))
        // As in CSS, the gradient is exactly long enough for two opposite corners to have the pure colours.
        let length = max(abs(width * x) + abs(height * y), .leastNonzeroMagnitude)
        let coordinates = try Operation.call("xyz", ["width": .int(size.width), "height": .int(size.height)])
        // Sample at the centres of the pixels.
        let offset = 0.5 + ((0.5 - width / 2) * x + (0.5 - height / 2) * y) / length
        let across = try coordinates.apply("extract_band", ["band": 0]).apply(
            "linear",
            ["a": .doubles([x / length]), "b": .doubles([offset])]
        )
        let down = try coordinates.apply("extract_band", ["band": 1]).apply(
            "linear",
            ["a": .doubles([y / length]), "b": 0]
        )
        return try Operation.call("add", ["left": .image(across), "right": .image(down)])
    }
}

extension Canvas.Direction {
    /// The direction of the gradient as a vector. The x axis points right, and the y axis points down. The length of
    /// the vector has no effect.
    fileprivate func vector(in size: Size) -> (x: Double, y: Double) {
        switch self {
        case .angle(let degrees):
            let radians = degrees * .pi / 180
            return (sin(radians), -cos(radians))
        case .side(let name):
            guard let anchor = Anchor(.string(name)) else { return (0, 1) }
            let (x, y) = (anchor.x * 2 - 1, anchor.y * 2 - 1)
            // As in CSS, a gradient towards a corner has the middle colour in the two neighbouring corners.
            return x != 0 && y != 0 ? (x * Double(size.height), y * Double(size.width)) : (x, y)
        }
    }
}

extension Color {
    fileprivate func premultiplied(_ bands: Int) -> [Double] {
        let share = Double(alpha) / 255
        return Array(([red, green, blue].map { Double($0) * share } + [Double(alpha)]).prefix(bands))
    }
}
