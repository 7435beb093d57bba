/// Writes a BMP file according to the specification.
package struct BMPFile {
    package var width: Int
    /// The height. It is negative if the file starts with the top row.
    package var height: Int
    package var bits: Int
    package var headerLength = 40
    package var compression = 0
    /// The masks after a header of 40 bytes, or in a longer header.
    package var masks: [Int] = []
    package var palette: [UInt8]
    /// The rows as stored, with their padding.
    package var rows: [UInt8]
    /// The offset of the rows in the header. Nil stands for the correct offset.
    package var offset: Int?
    /// Whether the bitmap is in an icon. A bitmap in an icon has no file header, and its stored height is twice the
    /// height of the picture.
    package var isInIcon = false

    package init(width: Int, height: Int, bits: Int, palette: [UInt8] = [], rows: [UInt8]) {
        self.width = width
        self.height = height
        self.bits = bits
        self.palette = palette
        self.rows = rows
    }

    package var bytes: [UInt8] {
        var header = little(
            (headerLength, 4),
            (width, 4),
            (isInIcon ? height * 2 : height, 4),
            (1, 2),
            (bits, 2),
            (compression, 4),
            (rows.count, 4),
            (2835, 4),
            (2835, 4),
            (palette.count / 4, 4),
            (0, 4)
        )
        header += masks.flatMap { little(($0, 4)) }
        header += [UInt8](repeating: 0, count: max(0, headerLength - header.count))
        let body = header + palette + rows
        guard !isInIcon else { return body }
        let start = 14 + header.count + palette.count
        return Array("BM".utf8) + little((14 + body.count, 4), (0, 4), (offset ?? start, 4)) + body
    }
}
