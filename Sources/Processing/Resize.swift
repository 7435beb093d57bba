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

    /// Whether an image of this size is resized: without `upscale`, only one that is larger in both directions.
    func changes(_ size: Size) -> Bool { upscale || (width < size.width && height < size.height) }
}
