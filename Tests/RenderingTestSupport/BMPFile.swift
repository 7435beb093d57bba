/// A BMP, made by the definition of the format.
package struct BMPFile {
    package var width: Int
    /// Negative for a picture that begins with its first row.
    package var height: Int
    package var bits: Int
    package var headerLength = 40
    package var compression = 0
    /// After a header of 40 bytes, or in a longer one.
    package var masks: [Int] = []
    package var palette: [UInt8]
    /// As stored, with their padding.
    package var rows: [UInt8]
    /// Where the header says that the rows are; nil for where they are.
    package var offset: Int?
    /// In an icon: the file's own header is left out, and the height is twice the picture's.
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
