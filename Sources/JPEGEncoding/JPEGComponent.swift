/// The samples of one component of a picture: rows from the top, without padding.
package struct JPEGComponent {
    package let width: Int
    package let height: Int
    package let samples: [UInt8]

    package init(width: Int, height: Int, samples: [UInt8]) {
        precondition(width > 0 && height > 0 && samples.count == width * height)
        (self.width, self.height, self.samples) = (width, height, samples)
    }

    /// The number of columns and rows of blocks that show the picture.
    var columns: Int { (width + 7) / 8 }
    var rows: Int { (height + 7) / 8 }
}
