import ImageSpecs

/// PILKit's arithmetic for sizes and offsets (`pilkit/processors/resize.py`, `crop.py`). This code uses the same order
/// of operations and Python's rounding, because all sizes and offsets must be equal to PILKit's.
package enum Geometry {
    /// Python's `int(round(x))`, which rounds halves to the even neighbour.
    private static func rounded(_ value: Double) -> Int {
        Int(value.rounded(.toNearestOrEven))
    }

    private static func scaled(_ size: Size, by ratio: Double) -> Size {
        // PILKit fails if a side of a thin picture becomes 0. Use a side of 1 instead, as Pillow's `thumbnail()` does.
        Size(
            width: max(rounded(Double(size.width) * ratio), 1),
            height: max(rounded(Double(size.height) * ratio), 1)
        )
    }

    /// The smallest size with the image's proportions that covers the box (`ResizeToCover`).
    package static func covering(_ box: Size, with size: Size) -> Size {
        let ratio = max(
            Double(box.width) / Double(size.width),
            Double(box.height) / Double(size.height)
        )
        return scaled(size, by: ratio)
    }

    /// The largest size with the image's proportions that does not exceed the given width and height (`ResizeToFit`).
    package static func fitting(width: Int?, height: Int?, with size: Size) -> Size {
        let ratios = [
            width.map { Double($0) / Double(size.width) },
            height.map { Double($0) / Double(size.height) },
        ]
        return scaled(size, by: ratios.compactMap(\.self).min() ?? 1)
    }

    /// Returns the start of a part whose centre is the point, or is as close to the point as the image allows.
    /// - Parameter point: from 0 (start of the side) to 1 (end).
    private static func start(of part: Int, in length: Int, around point: Double) -> Int {
        min(max(rounded(point * Double(length) - Double(part) / 2), 0), max(length - part, 0))
    }

    /// The position of an image's top left corner on a canvas. A coordinate is negative if the canvas crops the image
    /// at its left or top side.
    package static func offset(of size: Size, on canvas: Size, _ placement: Placement) -> (x: Int, y: Int) {
        switch placement {
        case .offset(let x, let y): (x, y)
        case .anchor(let anchor):
            // Python's `int()` truncates towards zero, as Swift's `Int()` does.
            (
                Int(Double(canvas.width - size.width) * anchor.x),
                Int(Double(canvas.height - size.height) * anchor.y)
            )
        case .focus(let x, let y):
            (
                -start(of: canvas.width, in: size.width, around: x),
                -start(of: canvas.height, in: size.height, around: y)
            )
        }
    }
}
