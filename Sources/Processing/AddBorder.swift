import ImageSpecs
import Pictures

extension AddBorder: PictureStep {
    package func parts(for size: Size) -> [any PictureStep]? {
        [
            ResizeCanvas(
                width: size.width + thickness.left + thickness.right,
                height: size.height + thickness.top + thickness.bottom,
                color: color,
                placement: .offset(x: thickness.left, y: thickness.top)
            )
        ]
    }
}
