import ImageSpecs
import Pictures
import Vips

extension Text: PictureStep {
    package func apply(to picture: Picture) throws -> Picture {
        try picture.drawing(self)
    }
}

extension Picture {
    /// `Text`: draws text on the image, wrapped at words. The mode does not change.
    /// - Throws: `ProcessorError` if the margin leaves no room for text or if the markup is invalid, and `VipsError` if
    ///   libvips has no Pango.
    fileprivate func drawing(_ text: Text) throws -> Picture {
        let style = text.style
        let inside = Size(width: size.width - 2 * style.margin, height: size.height - 2 * style.margin)
        guard inside.width > 0, inside.height > 0 else {
            throw ProcessorError(description: "a margin of \(style.margin) leaves no room for text on \(size)")
        }
        let letters = try text.mask(width: style.width ?? inside.width).pixels()
        let color = style.color
        let samples = letters.samples.flatMap { coverage in
            [color.red, color.green, color.blue, UInt8((Int(coverage) * Int(color.alpha) + 127) / 255)]
        }
        let overlay = Pixels(width: letters.width, height: letters.height, bands: 4, samples: samples)
        let offset = Geometry.offset(
            of: Size(width: letters.width, height: letters.height),
            on: inside,
            .anchor(style.anchor)
        )
        return try overlaid(with: overlay, x: style.margin + offset.x, y: style.margin + offset.y)
    }
}

extension Text {
    /// Returns the coverage of each pixel by the letters. The mask is as large as the text.
    fileprivate func mask(width: Int) throws -> Image {
        var text = try Operation("text")
        try text.set("text", .string(markup))
        try text.set("font", .string("\(style.font) \(style.size)"))
        try text.set("width", .int(width))
        try text.set("align", .string(style.alignment.nickname))
        // With a height and without a resolution, libvips chooses the largest font size that fits. Without a height,
        // set 72 dots per inch, because a point is then one pixel.
        if let height = style.height { try text.set("height", .int(height)) } else { try text.set("dpi", 72) }
        do {
            try text.build()
        } catch let error as VipsError {
            if error.hint.contains("no text to render") {
                throw ProcessorError(
                    description: "\"\(markup)\" cannot be drawn: it has no visible character, or it is too large"
                )
            }
            let remedy = "close each tag, and write &amp; and &lt; for the characters"
            throw ProcessorError(
                description: "\"\(markup)\" cannot be set as Pango markup (\(error.hint)): \(remedy)"
            )
        }
        return try text.image()
    }
}

extension TextAlignment {
    fileprivate var nickname: String {
        switch self {
        case .left: "low"
        case .center: "centre"
        case .right: "high"
        }
    }
}
