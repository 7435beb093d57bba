import Containers
import Pictures
import Vips

/// Converts the pages of a rewritten TIFF to samples.
struct TIFFUnpacking {
    private let layout: TIFFLayout
    private let restatement: TIFFRestatement
    private let yCbCr: YCbCr

    init(_ layout: TIFFLayout, _ restatement: TIFFRestatement, yCbCr: YCbCr) {
        self.layout = layout
        self.restatement = restatement
        self.yCbCr = yCbCr
    }

    /// - Parameter pages: the pages, one below the other.
    /// - Returns: a picture whose bands are the samples of the file. YCbCr is converted to RGB.
    func samples(of pages: Image, as form: TIFFRestatement.Form) throws -> Image {
        let size = restatement.pageSize
        guard pages.width == size.width, pages.height == size.height * restatement.pageCount,
            pages.bands == restatement.bands
        else { throw VipsError(operation: "tiffload", hint: "its pages came out \(pages.width)×\(pages.height)") }
        switch (form, layout.photometric) {
        case (.samples, .yCbCr): return try rgb(joined(pages).pixels())
        case (.samples, _): return try joined(pages)
        case (.bytes, .yCbCr): return try rgb(units: pages.pixels().samples)
        case (.bytes, _): return try unpacked(pages.pixels().samples)
        }
    }

    private func joined(_ pages: Image) throws -> Image {
        guard restatement.pageCount > 1 else { return pages }
        let planes = try (0..<restatement.pageCount).map { page in
            try pages.cropped(
                to: Box(
                    left: 0,
                    top: page * restatement.pageSize.height,
                    width: restatement.pageSize.width,
                    height: restatement.pageSize.height
                )
            )
        }
        return try Operation.call("bandjoin", ["in": .images(planes)])
    }

    private func rgb(_ pixels: Pixels) throws -> Image {
        try Image(width: pixels.width, height: pixels.height, elements: 3) { (samples: inout MutableSpan<UInt8>) in
            for index in stride(from: 0, to: samples.count - 2, by: 3) {
                let color = yCbCr.rgb(pixels.samples[index], pixels.samples[index + 1], pixels.samples[index + 2])
                samples[index] = color.red
                samples[index + 1] = color.green
                samples[index + 2] = color.blue
            }
        }
    }

    /// Converts units of pixels that share their chroma. A unit contains the luma of each pixel, followed by the two
    /// chroma samples.
    private func rgb(units: [UInt8]) throws -> Image {
        let factors = layout.subsampling
        let unitLength = factors.area + 2
        return try Image(width: layout.size.width, height: layout.size.height, elements: 3) {
            (samples: inout MutableSpan<UInt8>) in
            for y in 0..<layout.size.height {
                for x in 0..<layout.size.width {
                    let location = location(ofColumn: x, row: y)
                    let row = location.firstRow + location.row / factors.height
                    let unit = row * restatement.pageSize.width + location.column / factors.width * unitLength
                    let luma = location.row % factors.height * factors.width + location.column % factors.width
                    let color = yCbCr.rgb(
                        units[unit + luma],
                        units[unit + unitLength - 2],
                        units[unit + unitLength - 1]
                    )
                    let target = (y * layout.size.width + x) * 3
                    samples[target] = color.red
                    samples[target + 1] = color.green
                    samples[target + 2] = color.blue
                }
            }
        }
    }

    /// Unpacks samples of a few bits to 16 bits. In a byte, the first sample has the highest bits. Each row starts with
    /// a new byte.
    private func unpacked(_ bytes: [UInt8]) throws -> Image {
        let (bits, bands) = (layout.bits, layout.samplesPerPixel)
        let all = 1 << bits - 1
        return try Image(width: layout.size.width, height: layout.size.height, elements: bands) {
            (samples: inout MutableSpan<UInt16>) in
            for y in 0..<layout.size.height {
                for x in 0..<layout.size.width {
                    let location = location(ofColumn: x, row: y)
                    for band in 0..<bands {
                        let page = layout.isPlanar ? band * restatement.pageSize.height : 0
                        let start = (page + location.firstRow + location.row) * restatement.pageSize.width
                        let bit = (layout.isPlanar ? location.column : location.column * bands + band) * bits
                        let (first, last) = (start + bit / 8, start + (bit + bits - 1) / 8)
                        let number = bytes[first...last].reduce(0) { $0 << 8 | Int($1) }
                        let value = number >> ((last - first + 1) * 8 - bit % 8 - bits) & all
                        samples[(y * layout.size.width + x) * bands + band] = UInt16((value * 65535 + all / 2) / all)
                    }
                }
            }
        }
    }

    /// Returns the location of a pixel: the first row of its strip or tile on the page, and the column and row of the
    /// pixel inside the strip or tile.
    private func location(ofColumn x: Int, row y: Int) -> (firstRow: Int, column: Int, row: Int) {
        guard let tile = layout.tile else {
            let (strip, row) = y.quotientAndRemainder(dividingBy: layout.rowsPerStrip)
            return (strip * restatement.rowsPerBlock, x, row)
        }
        let columns = (layout.size.width + tile.width - 1) / tile.width
        let index = y / tile.height * columns + x / tile.width
        return (index * restatement.rowsPerBlock, x % tile.width, y % tile.height)
    }
}
