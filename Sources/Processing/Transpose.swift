import ImageSpecs
import Pictures
import Vips

extension Transpose: PictureStep {
    /// Applies the turns of the step. If the step has no turns (`auto`), turns the picture upright, according to the
    /// EXIF orientation of its pixels.
    package func apply(to picture: Picture) throws -> Picture {
        Picture(try picture.image.turned(turns ?? Orientation.turns(picture.orientation)), mode: picture.mode)
    }

    package func isNoOp(for size: Size) -> Bool { self == .auto }
}
