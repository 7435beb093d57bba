import ImageSpecs
import Pictures

extension GaussianBlur: PictureStep {
    /// Blurs the picture. Its mode does not change, except for a palette picture: Pillow refuses to blur it, but this
    /// code blurs its colours.
    package func apply(to picture: Picture) throws -> Picture {
        let mode: ConversionMode = picture.mode == .palette ? (picture.hasAlpha ? .rgba : .rgb) : picture.mode
        return try Picture(BoxBlur.gaussian(picture.image.pixels(), radius: radius), mode: mode)
    }
}
