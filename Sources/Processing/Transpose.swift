import ImageSpecs
import Pictures
import Vips

extension Transpose: PictureStep {
    /// Without turns, what is still as it was stored is turned upright.
    package func apply(to picture: Picture) throws -> Picture {
        Picture(try picture.image.turned(turns ?? Orientation.turns(picture.orientation)), mode: picture.mode)
    }

    package func isNoOp(for size: Size) -> Bool { self == .auto }
}
