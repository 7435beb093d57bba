import ImageSpecs
import Pictures
import Vips

extension Transpose: PictureStep {
    /// Applies the turns. Without turns, it makes a picture that is still in its stored orientation upright.
    package func apply(to picture: Picture) throws -> Picture {
        Picture(try picture.image.turned(turns ?? Orientation.turns(picture.orientation)), mode: picture.mode)
    }

    package func isNoOp(for size: Size) -> Bool { self == .auto }
}
