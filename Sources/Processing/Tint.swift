import ImageSpecs
import Pictures
import Vips

extension Tint: PictureStep {
    package func apply(to picture: Picture) throws -> Picture {
        try picture.tinted(color, strength: strength)
    }
}

extension Picture {
    /// `Tint`: each pixel keeps its lightness (CIE L*), and gets the hue and chroma of `color`. Alpha does not change.
    /// - Parameter strength: from 0 (no change) to 1.
    func tinted(_ color: Color, strength: Double) throws -> Picture {
        let image = try image.withColorBands()
        let swatch = Pixels(width: 1, height: 1, bands: 3, samples: [color.red, color.green, color.blue])
        let target = try Image(swatch).apply("colourspace", ["space": "lab"])
        let chroma = try ["a", "b"].indices.map { index in
            try target.apply("extract_band", ["band": .int(index + 1)]).apply("avg", output: "out")
        }
        let lab = try image.withoutAlphaBand().apply("colourspace", ["space": "lab"])
        // Lightness is multiplied by 1, so it does not change. The bands a* and b* move towards the values of the
        // colour.
        let mixed = try lab.apply(
            "linear",
            ["a": .doubles([1, 1 - strength, 1 - strength]), "b": .doubles([0] + chroma.map { $0 * strength })]
        )
        let tinted = try mixed.apply("copy", ["interpretation": "lab"]).apply("colourspace", ["space": "srgb"])
        return Picture(try tinted.withAlpha(of: image), mode: hasAlpha ? .rgba : .rgb)
    }
}
