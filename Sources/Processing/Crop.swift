import ImageSpecs
import Pictures
import Vips

extension Crop: PictureStep {
    package func parts(for size: Size) -> [any PictureStep]? {
        [
            ResizeCanvas(
                width: min(width, size.width),
                height: min(height, size.height),
                color: .transparentWhite,
                placement: placement
            )
        ]
    }
}

extension Picture {
    /// Crops to a box. The mode does not change.
    package func cropped(to box: Box) throws -> Picture {
        Picture(try image.cropped(to: box), mode: mode)
    }
}
