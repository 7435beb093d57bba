import ImageSpecs
import Pictures

extension Resize: PictureStep {
    package func apply(to picture: Picture) throws -> Picture {
        guard changes(picture.size) else { return picture }
        return try picture.resized(to: Size(width: width, height: height).checked())
    }

    package func isNoOp(for size: Size) -> Bool {
        Size(width: width, height: height) == size || !changes(size)
    }

    /// Returns whether an image of this size is resized. Without `upscale`, only an image that is larger than the
    /// target in both directions is resized.
    func changes(_ size: Size) -> Bool { upscale || (width < size.width && height < size.height) }
}
