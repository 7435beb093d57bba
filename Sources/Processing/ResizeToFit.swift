import ImageSpecs
import Pictures

extension ResizeToFit: PictureStep {
    package func parts(for size: Size) -> [any PictureStep]? {
        let target = Geometry.fitting(width: width, height: height, with: size)
        let resize = Resize(width: target.width, height: target.height, upscale: upscale)
        guard let mat, let width, let height else { return [resize] }
        let placement = Placement.anchor(mat.anchor)
        return [resize, ResizeCanvas(width: width, height: height, color: mat.color, placement: placement)]
    }
}
