import ImageSpecs
import Vips

/// A part of an image, in pixels from its top left corner.
struct Box: Equatable {
    var left: Int
    var top: Int
    var width: Int
    var height: Int
}

extension Image {
    func cropped(to box: Box) throws -> Image {
        guard box != Box(left: 0, top: 0, width: width, height: height) else { return self }
        return try apply(
            "crop",
            input: "input",
            ["left": .int(box.left), "top": .int(box.top), "width": .int(box.width), "height": .int(box.height)]
        )
    }
}

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
    func cropped(to box: Box) throws -> Picture {
        Picture(try image.cropped(to: box), mode: mode)
    }
}
