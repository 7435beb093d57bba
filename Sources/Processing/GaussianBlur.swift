import ImageSpecs
import Pictures

extension GaussianBlur: PictureStep {
    /// Blurs the picture in its mode. Pillow refuses to filter an image with a palette. Here its colours are blurred.
    package func apply(to picture: Picture) throws -> Picture {
        let mode: ConversionMode = picture.mode == .palette ? (picture.hasAlpha ? .rgba : .rgb) : picture.mode
        return try Picture(BoxBlur.gaussian(picture.image.pixels(), radius: radius), mode: mode)
    }
}
