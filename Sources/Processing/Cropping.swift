import ImageSpecs
import Pictures
import Vips

extension Picture {
    /// What remains of the picture after a step that looks at the pixels to know what to cut away; nil for other
    /// steps. One look decides for all the frames of an animation.
    func box(keptBy step: Step) throws -> Box? {
        switch step {
        case .smartCrop(let width, let height, .entropy): try smartBox(Size(width: width, height: height))
        case .smartCrop(let width, let height, .attention): try attentionBox(Size(width: width, height: height))
        case .trim(let threshold, let background): try trimmedBox(threshold: threshold, background)
        case .trimBorderColor(let color, let tolerance, let sides):
            try boxWithoutBorder(color, tolerance: tolerance, sides)
        default: nil
        }
    }

    /// Keeps its mode.
    package func cropped(to box: Box) throws -> Picture {
        Picture(try image.cropped(to: box), mode: mode)
    }
}
