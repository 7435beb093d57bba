/// Width and height in pixels.
package struct Size: Hashable, CustomStringConvertible {
    package var width: Int
    package var height: Int

    package init(width: Int, height: Int) {
        self.width = width
        self.height = height
    }

    package var area: Int { width * height }
    package var swapped: Size { Size(width: height, height: width) }
    /// Returns whether the width and the height are at most those of the other size.
    package func isWithin(_ other: Size) -> Bool { width <= other.width && height <= other.height }
    package var description: String { "\(width)×\(height)" }
}
