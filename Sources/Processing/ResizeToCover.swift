import ImageSpecs
import Pictures

extension ResizeToCover: PictureStep {
    package func parts(for size: Size) -> [any PictureStep]? {
        let target = Geometry.covering(Size(width: width, height: height), with: size)
        return [Resize(width: target.width, height: target.height, upscale: upscale)]
    }
}
