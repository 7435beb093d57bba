/// Width and height in pixels.
struct Size: Hashable, Comparable, CustomStringConvertible {
    var width: Int
    var height: Int

    var area: Int { width * height }
    var swapped: Size { Size(width: height, height: width) }
    var description: String { "\(width)×\(height)" }

    /// Larger areas first decide, then width: a total order, so that a plan never depends on the order of specs.
    static func < (a: Size, b: Size) -> Bool {
        (a.area, a.width) < (b.area, b.width)
    }
}
