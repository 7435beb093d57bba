import ImageSpecs
import Vips

/// EXIF's orientation tag (0x0112).
package enum Orientation {
    /// The turns that make an image with this orientation upright.
    package static func turns(_ orientation: Int) -> [Transpose.Turn] {
        switch orientation {
        case 2: [.flipHorizontal]
        case 3: [.rotate180]
        case 4: [.flipVertical]
        case 5: [.rotate270, .flipHorizontal]
        case 6: [.rotate270]
        case 7: [.rotate90, .flipHorizontal]
        case 8: [.rotate90]
        default: []
        }
    }

    /// Returns whether the width and the height of an image with this orientation are swapped when the image is turned
    /// upright.
    package static func swapsSides(_ orientation: Int) -> Bool { orientation >= 5 }
}

extension Image {
    /// Applies turns with Pillow's meaning: rotations are counter-clockwise. In libvips, rotations are clockwise.
    package func turned(_ turns: [Transpose.Turn]) throws -> Image {
        // Keep the pixels in memory, because most turns do not read the rows in the order in which the decoder produces
        // them.
        var image = turns.isEmpty ? self : try inMemory()
        for turn in turns {
            image =
                switch turn {
                case .flipHorizontal: try image.apply("flip", ["direction": "horizontal"])
                case .flipVertical: try image.apply("flip", ["direction": "vertical"])
                case .rotate90: try image.apply("rot", ["angle": "d270"])
                case .rotate180: try image.apply("rot", ["angle": "d180"])
                case .rotate270: try image.apply("rot", ["angle": "d90"])
                }
        }
        return image
    }
}
