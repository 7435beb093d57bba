import ImageSpecs
import Pictures
import Vips

extension Sharpen: PictureStep {
    package func apply(to picture: Picture) throws -> Picture {
        try picture.sharpened(sigma: sigma, amount: amount, flat: flat)
    }
}

extension Picture {
    /// `Sharpen`: an unsharp mask on lightness alone, so that colours stay. Keeps its mode, but for a palette.
    /// - Parameters:
    ///   - sigma: of the blur that is subtracted, in pixels.
    ///   - amount: how strongly edges are sharpened.
    ///   - flat: how strongly flat areas are; 0 leaves their noise alone.
    func sharpened(sigma: Double, amount: Double, flat: Double) throws -> Picture {
        guard sigma > 0, amount > 0 || flat > 0 else { return self }
        let sharp = try image.withoutAlphaBand().apply(
            "sharpen",
            ["sigma": .double(sigma), "m1": .double(flat), "m2": .double(amount)]
        )
        .apply("cast", ["format": "uchar"])
        return Picture(try sharp.withAlpha(of: image), mode: mode == .palette ? (hasAlpha ? .rgba : .rgb) : mode)
    }
}

extension Image {
    /// With another image's alpha band, where it has one.
    func withAlpha(of other: Image) throws -> Image {
        guard other.bands == 2 || other.bands == 4 else { return self }
        let alpha = try other.apply("extract_band", ["band": .int(other.bands - 1)])
        return try Operation.call("bandjoin", ["in": .images([self, alpha])])
            .apply("copy", ["interpretation": .string(interpretation)])
    }
}
