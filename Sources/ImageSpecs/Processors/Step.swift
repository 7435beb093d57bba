/// What a processor does, with its arguments read and checked: all that rendering needs to know of it.
///
/// `Thumbnail` has no case: PILKit makes it one of three other processors.
package enum Step: Hashable, Sendable {
    case resize(width: Int, height: Int, upscale: Bool)
    case resizeToCover(width: Int, height: Int, upscale: Bool)
    case resizeToFill(width: Int, height: Int, placement: Placement, upscale: Bool)
    /// At least one of `width` and `height` is there; with a mat both are.
    case resizeToFit(width: Int?, height: Int?, upscale: Bool, mat: Mat?)
    case smartResize(width: Int, height: Int, upscale: Bool, by: Interest)
    case resizeCanvas(width: Int, height: Int, color: Color, placement: Placement)
    case addBorder(BorderThickness, color: Color)
    case crop(width: Int, height: Int, placement: Placement)
    case smartCrop(width: Int, height: Int, by: Interest)
    case trimBorderColor(color: Color?, tolerance: Double, sides: Sides)
    case transpose(Transposition)
    case makeOpaque(background: Color)
    case adjust(color: Double, brightness: Double, contrast: Double, sharpness: Double)
    case reflection(background: Color, size: Double, opacity: Double)
    case colorOverlay(color: Color, opacity: Double)
    case gaussianBlur(radius: Double)
    case convert(ConversionMode)
    case setOpacity(maximum: Int)
    case imageOverlay(path: String, x: Int, y: Int)
    case sharpen(sigma: Double, amount: Double, flat: Double)
    /// Nil for a radius of half the shorter side.
    case rounded(radius: Int?)
    /// Without a background, the pixel at the top left is of its colour.
    case trim(threshold: Double, background: Color?)
    case tint(Color, strength: Double)
    case text(Lettering)
    case vips(operation: String, arguments: [String: Value])
    /// What it does is known when the fields of a source are filled in; no worker is given it.
    case unresolved
    case exec(Program)
}

/// What a smart crop takes for worth keeping.
package enum Interest: Hashable, Sendable {
    /// PILKit's: the sides with the least entropy go.
    case entropy
    /// libvips': edges, skin and saturated colours draw the eye.
    case attention
}

/// The canvas that `ResizeToFit` puts around an image that does not fill it.
package struct Mat: Hashable, Sendable {
    package let color: Color
    package let anchor: Anchor
}

/// Where an image goes on a canvas.
package enum Placement: Hashable, Sendable {
    case anchor(Anchor)
    /// Pixels from the canvas' top left corner.
    case offset(x: Int, y: Int)
    /// The canvas is centred on this point of the image, as far as the image reaches: fractions of its width and height
    /// from the top left corner. For canvases that are no larger than the image.
    case focus(x: Double, y: Double)

    /// From an anchor or `{"focus": [x, y]}`.
    package init?(_ value: Value) {
        if let point = FocalPoint(value) {
            self = point.placement
        } else if let anchor = Anchor(value) {
            self = .anchor(anchor)
        } else {
            return nil
        }
    }
}

/// The width of a border in pixels.
package struct BorderThickness: Hashable, Sendable {
    package let top: Int
    package let right: Int
    package let bottom: Int
    package let left: Int

    package init?(_ value: Value) {
        switch value {
        case .integer(let all):
            (top, right, bottom, left) = (all, all, all, all)
        case .tuple(let values):
            let sides = values.compactMap(\.integer)
            guard sides.count == 4, values.count == 4 else { return nil }
            (top, right, bottom, left) = (sides[0], sides[1], sides[2], sides[3])
        default:
            return nil
        }
        guard min(top, right, bottom, left) >= 0, max(top, right, bottom, left) <= Parameter.Kind.most else {
            return nil
        }
    }
}

/// Sides of an image.
package struct Sides: OptionSet, Hashable, Sendable {
    package let rawValue: Int

    package init(rawValue: Int) { self.rawValue = rawValue }

    package static let top = Sides(rawValue: 1)
    package static let right = Sides(rawValue: 2)
    package static let bottom = Sides(rawValue: 4)
    package static let left = Sides(rawValue: 8)

    package init?(_ value: Value) {
        guard case .tuple(let names) = value else { return nil }
        self = []
        for name in names {
            switch name.string {
            case "t": insert(.top)
            case "r": insert(.right)
            case "b": insert(.bottom)
            case "l": insert(.left)
            default: return nil
            }
        }
    }
}

/// What `Transpose` does, in this order.
package enum Transposition: Hashable, Sendable {
    /// Whatever the EXIF orientation asks for.
    case auto
    case steps([Turn])

    /// The raw value is the member of Pillow's enum `PIL.Image.Transpose`. Rotations turn counter-clockwise.
    package enum Turn: Int, Sendable {
        case flipHorizontal = 0
        case flipVertical = 1
        case rotate90 = 2
        case rotate180 = 3
        case rotate270 = 4
    }

    static let turns: [String: Turn] = [
        "FLIP_HORIZONTAL": .flipHorizontal, "FLIP_VERTICAL": .flipVertical, "ROTATE_90": .rotate90,
        "ROTATE_180": .rotate180, "ROTATE_270": .rotate270,
    ]
    static let names = ["auto"] + turns.keys.sorted()
}

/// Pillow's modes that `Convert` makes.
package enum ConversionMode: String, CaseIterable, Sendable {
    case bilevel = "1"
    case grey = "L"
    case greyAlpha = "LA"
    case palette = "P"
    case rgb = "RGB"
    case rgba = "RGBA"
    case cmyk = "CMYK"
}
