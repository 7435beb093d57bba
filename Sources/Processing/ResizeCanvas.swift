import ImageSpecs
import Pictures
import Vips

extension ResizeCanvas: PictureStep {
    package func apply(to picture: Picture) throws -> Picture {
        try picture.pasted(on: Size(width: width, height: height).checked(), color, placement)
    }

    package func isNoOp(for size: Size) -> Bool {
        Size(width: width, height: height) == size && Geometry.offset(of: size, on: size, placement) == (0, 0)
    }

    /// Returns the part of an image of this size that the canvas shows, or nil if the image does not cover the canvas.
    func keptPart(of size: Size) -> Box? {
        let (x, y) = Geometry.offset(of: size, on: Size(width: width, height: height), placement)
        guard width > 0, height > 0, x <= 0, y <= 0, width <= size.width + x, height <= size.height + y else {
            return nil
        }
        return Box(left: -x, top: -y, width: width, height: height)
    }
}

extension Picture {
    /// `ResizeCanvas`: pastes the image on a coloured canvas. Parts of the image outside the canvas are cropped. The
    /// image replaces the pixels of the canvas, including their alpha. The result is always `RGBA`.
    func pasted(on canvas: Size, _ color: Color, _ placement: Placement) throws -> Picture {
        guard canvas.width > 0, canvas.height > 0 else {
            throw ProcessorError(description: "the canvas would be \(canvas)")
        }
        let (x, y) = Geometry.offset(of: size, on: canvas, placement)
        // The visible part of the image, in the image's coordinates.
        let (left, top) = (max(0, -x), max(0, -y))
        let (right, bottom) = (min(size.width, canvas.width - x), min(size.height, canvas.height - y))
        guard left < right, top < bottom else {
            return Picture(try .filled(canvas, with: color), mode: .rgba)
        }
        let visible = Size(width: right - left, height: bottom - top)
        let needsAlpha = visible != canvas && color.alpha < 255
        var image = try image.withColorBands()
        if needsAlpha { image = try image.withAlphaBand() }
        if visible != size {
            image = try image.apply(
                "crop",
                input: "input",
                ["left": .int(left), "top": .int(top), "width": .int(visible.width), "height": .int(visible.height)]
            )
        }
        if visible != canvas {
            image = try image.apply(
                "embed",
                [
                    "x": .int(max(x, 0)), "y": .int(max(y, 0)), "width": .int(canvas.width),
                    "height": .int(canvas.height),
                    "extend": "background", "background": .doubles(color.samples(image.bands)),
                ]
            )
        }
        return Picture(image, mode: .rgba)
    }
}

extension Color {
    /// Returns the samples of the colour for an image with 3 or 4 bands.
    func samples(_ bands: Int) -> [Double] {
        Array([red, green, blue, alpha].map(Double.init).prefix(bands))
    }
}

extension Image {
    /// Returns an image that is filled with one colour.
    static func filled(_ size: Size, with color: Color) throws -> Image {
        let bands = color.alpha == 255 ? 3 : 4
        return try Operation.call("black", ["width": .int(size.width), "height": .int(size.height)])
            .apply(
                "linear",
                [
                    "a": .doubles([Double](repeating: 1, count: bands)), "b": .doubles(color.samples(bands)),
                    "uchar": true,
                ]
            )
            .apply("copy", ["interpretation": "srgb"])
    }
}
