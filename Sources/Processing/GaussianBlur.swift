import ImageSpecs
import Pictures

extension GaussianBlur: PictureStep {
    /// Blurs the picture. The mode changes only for a palette picture. Pillow refuses to blur such a picture, but this
    /// method blurs the colours and returns `RGB` or `RGBA`.
    package func apply(to picture: Picture) throws -> Picture {
        let mode: ConversionMode = picture.mode == .palette ? (picture.hasAlpha ? .rgba : .rgb) : picture.mode
        return try Picture(BoxBlur.gaussian(picture.image.pixels(), radius: radius), mode: mode)
    }
}
