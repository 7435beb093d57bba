/// Width and height in pixels.
struct Size: Hashable, CustomStringConvertible {
    var width: Int
    var height: Int

    var area: Int { width * height }
    var swapped: Size { Size(width: height, height: width) }
    var description: String { "\(width)×\(height)" }
}
