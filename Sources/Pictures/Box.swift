import Vips

/// A rectangle in an image, in pixels. The origin is the top left corner of the image.
package struct Box: Equatable {
    package var left: Int
    package var top: Int
    package var width: Int
    package var height: Int

    package init(left: Int, top: Int, width: Int, height: Int) {
        self.left = left
        self.top = top
        self.width = width
        self.height = height
    }
}

extension Image {
    /// Returns the part of the image in a box. If the box is the complete image, returns the image itself.
    /// - Throws: `VipsError` if the box exceeds the image.
    package func cropped(to box: Box) throws -> Image {
        guard box != Box(left: 0, top: 0, width: width, height: height) else { return self }
        return try apply(
            "crop",
            input: "input",
            ["left": .int(box.left), "top": .int(box.top), "width": .int(box.width), "height": .int(box.height)]
        )
    }
}
