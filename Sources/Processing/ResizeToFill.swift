import ImageSpecs
import Pictures

extension ResizeToFill: PictureStep {
    package func parts(for size: Size) -> [any PictureStep]? {
        [
            ResizeToCover(width: width, height: height, upscale: upscale),
            Crop(width: width, height: height, placement: placement),
        ]
    }
}
