import ImageSpecs

/// PILKit's arithmetic (`pilkit/processors/resize.py`, `crop.py`): its sizes to the pixel, so its order of
/// operations and Python's rounding.
package enum Geometry {
    /// Python's `int(round(x))`: halves go to the even neighbour.
    private static func rounded(_ value: Double) -> Int {
        Int(value.rounded(.toNearestOrEven))
    }

    private static func scaled(_ size: Size, by ratio: Double) -> Size {
        // PILKit fails where a side of a thin picture would become 0; Pillow's thumbnail() and browsers give 1.
        Size(
            width: max(rounded(Double(size.width) * ratio), 1),
            height: max(rounded(Double(size.height) * ratio), 1)
        )
    }

    /// The smallest size of the image's shape that covers the box (`ResizeToCover`).
    package static func covering(_ box: Size, with size: Size) -> Size {
        let ratio = max(
            Double(box.width) / Double(size.width),
            Double(box.height) / Double(size.height)
        )
        return scaled(size, by: ratio)
    }

    /// The largest size of the image's shape within the given width, height or both (`ResizeToFit`).
    package static func fitting(width: Int?, height: Int?, with size: Size) -> Size {
        let ratios = [
            width.map { Double($0) / Double(size.width) },
            height.map { Double($0) / Double(size.height) },
        ]
        return scaled(size, by: ratios.compactMap(\.self).min() ?? 1)
    }

    /// Where a part of so many pixels starts that has the point in its middle, or as near to it as the image reaches.
    private static func cut(_ length: Int, to part: Int, around point: Double) -> Int {
        min(max(rounded(point * Double(length) - Double(part) / 2), 0), max(length - part, 0))
    }

    /// Where an image's top left corner comes to stand on a canvas; negative where the canvas cuts it off.
    package static func offset(of size: Size, on canvas: Size, _ placement: Placement) -> (x: Int, y: Int) {
        switch placement {
        case .offset(let x, let y): (x, y)
        case .anchor(let anchor):
            // Python's int() drops the fraction, towards zero.
            (
                Int(Double(canvas.width - size.width) * anchor.x),
                Int(Double(canvas.height - size.height) * anchor.y)
            )
        case .focus(let x, let y):
            (
                -cut(size.width, to: canvas.width, around: x),
                -cut(size.height, to: canvas.height, around: y)
            )
        }
    }
}
