import ImageSpecs
import Pictures
import Vips

extension Sharpen: PictureStep {
    package func apply(to picture: Picture) throws -> Picture {
        try picture.sharpened(sigma: sigma, amount: amount, flat: flat)
    }
}

extension Picture {
    /// `Sharpen`: applies an unsharp mask to lightness only, so that colours do not change. The mode changes only for a
    /// palette picture.
    /// - Parameters:
    ///   - sigma: the standard deviation, in pixels, of the blur that is subtracted.
    ///   - amount: the strength of the sharpening at edges.
    ///   - flat: the strength in flat areas. With 0, noise is not sharpened.
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
    /// Appends the alpha band of another image, if the other image has alpha.
    func withAlpha(of other: Image) throws -> Image {
        guard other.bands == 2 || other.bands == 4 else { return self }
        let alpha = try other.apply("extract_band", ["band": .int(other.bands - 1)])
        return try Operation.call("bandjoin", ["in": .images([self, alpha])])
            .apply("copy", ["interpretation": .string(interpretation)])
    }
}
