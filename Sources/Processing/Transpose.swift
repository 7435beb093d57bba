import ImageSpecs
import Pictures
import Vips

extension Transpose: PictureStep {
    /// Applies the turns of the step. Without turns (`auto`), it turns the picture upright if the picture is still as
    /// stored.
    package func apply(to picture: Picture) throws -> Picture {
        Picture(try picture.image.turned(turns ?? Orientation.turns(picture.orientation)), mode: picture.mode)
    }

    package func isNoOp(for size: Size) -> Bool { self == .auto }
}
