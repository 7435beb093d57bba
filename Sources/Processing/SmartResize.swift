import ImageSpecs
import Pictures

extension SmartResize: PictureStep {
    package func parts(for size: Size) -> [any PictureStep]? {
        [
            ResizeToCover(width: width, height: height, upscale: upscale),
            SmartCrop(width: width, height: height, interest: interest),
        ]
    }
}
