/// Width and height in pixels.
struct Size: Hashable, CustomStringConvertible {
    var width: Int
    var height: Int

    var area: Int { width * height }
    var swapped: Size { Size(width: height, height: width) }
    /// Not larger on either side.
    func isWithin(_ other: Size) -> Bool { width <= other.width && height <= other.height }
    var description: String { "\(width)×\(height)" }
}
