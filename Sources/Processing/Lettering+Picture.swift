import ImageSpecs
import Pictures
import Vips

extension Picture {
    /// `Text`: written over the image, wrapped at words. Keeps the mode.
    /// - Throws: `ProcessorError` for markup that is none, `VipsError` for a libvips without Pango.
    func lettered(_ lettering: Lettering) throws -> Picture {
        let inside = Size(width: size.width - 2 * lettering.margin, height: size.height - 2 * lettering.margin)
        guard inside.width > 0, inside.height > 0 else {
            throw ProcessorError(description: "a margin of \(lettering.margin) leaves no room for text on \(size)")
        }
        let letters = try lettering.mask(width: lettering.width ?? inside.width).pixels()
        let color = lettering.color
        let samples = letters.samples.flatMap { coverage in
            [color.red, color.green, color.blue, UInt8((Int(coverage) * Int(color.alpha) + 127) / 255)]
        }
        let overlay = Pixels(width: letters.width, height: letters.height, bands: 4, samples: samples)
        let offset = Geometry.offset(
            of: Size(width: letters.width, height: letters.height),
            on: inside,
            .anchor(lettering.anchor)
        )
        return try overlaid(with: overlay, x: lettering.margin + offset.x, y: lettering.margin + offset.y)
    }
}

extension Lettering {
    /// How much of each pixel the letters cover, in a picture just as large as they are.
    fileprivate func mask(width: Int) throws -> Image {
        var text = try Operation("text")
        try text.set("text", .string(markup))
        try text.set("font", .string("\(font) \(size)"))
        try text.set("width", .int(width))
        try text.set("align", .string(alignment.nickname))
        // With a height and no resolution, libvips looks for the largest letters that fit.
        if let height { try text.set("height", .int(height)) } else { try text.set("dpi", 72) }
        do {
            try text.build()
        } catch let error as VipsError {
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
