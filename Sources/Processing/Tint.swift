import ImageSpecs
import Pictures
import Vips

extension Tint: PictureStep {
    package func apply(to picture: Picture) throws -> Picture {
        try picture.tinted(color, strength: strength)
    }
}

extension Picture {
    /// `Tint`: every pixel keeps its lightness (CIE L*) and takes the colour's hue and chroma. Alpha stays.
    /// - Parameter strength: from 0, the picture as it is, to 1.
    func tinted(_ color: Color, strength: Double) throws -> Picture {
        let image = try image.withColorBands()
        let swatch = Pixels(width: 1, height: 1, bands: 3, samples: [color.red, color.green, color.blue])
        let target = try Image(swatch).apply("colourspace", ["space": "lab"])
        let chroma = try ["a", "b"].indices.map { index in
            try target.apply("extract_band", ["band": .int(index + 1)]).apply("avg", output: "out")
        }
        let lab = try image.withoutAlphaBand().apply("colourspace", ["space": "lab"])
        // Lightness by 1, the other bands part of the way to the colour's.
        let mixed = try lab.apply(
            "linear",
            ["a": .doubles([1, 1 - strength, 1 - strength]), "b": .doubles([0] + chroma.map { $0 * strength })]
        )
        let tinted = try mixed.apply("copy", ["interpretation": "lab"]).apply("colourspace", ["space": "srgb"])
        return Picture(try tinted.withAlpha(of: image), mode: hasAlpha ? .rgba : .rgb)
    }
}
