import Containers
import Pictures

/// Draws a run-length encoded BMP: RLE8, RLE4 and OS/2's RLE24.
struct BMPRuns {
    private let header: BMPHeader
    private let bits: Int
    private let palette: [SIMD4<UInt8>]
    private var reader: ByteReader
    private var column = 0
    /// The row, counted from the first row of the file.
    private var row = 0
    /// The number of pixels that have been drawn.
    private(set) var drawnCount = 0

    /// - Parameter palette: the colours. Indices outside the palette are black.
    init(in file: any ByteSource, _ header: BMPHeader, bits: Int, palette: [SIMD4<UInt8>]) {
        self.header = header
        self.bits = bits
        self.palette = palette.filled(to: 256, with: SIMD4(0, 0, 0, 255))
        reader = ByteReader(file, from: header.dataOffset)
    }

    /// Draws on transparent pixels. Pixels that no run covers stay transparent, as in browsers.
    /// - Returns: false if the file ends before the end of the picture.
    mutating func draw(on pixels: inout MutableSpan<SIMD4<UInt8>>) -> Bool {
        while row < header.size.height {
            guard let count = reader.next(), let value = reader.next() else { break }
            switch (count, value) {
            case (0, 0): (column, row) = (0, row + 1)
            case (0, 1): return true
            case (0, 2):
                guard let right = reader.next(), let up = reader.next() else { return false }
                (column, row) = (column + Int(right), row + Int(up))
            case (0, _):
                guard drawPixels(Int(value), on: &pixels) else { return false }
            default:
                guard drawRun(Int(count), value, on: &pixels) else { return false }
            }
        }
        // Some programs omit the end marker, and also the marker after the last row. Such a file is complete if its
        // last row is complete.
        return row >= header.size.height || (row == header.size.height - 1 && column >= header.size.width)
    }

    /// Draws `count` pixels of one colour. With four bits per pixel, the pixels alternate between two colours.
    private mutating func drawRun(
        _ count: Int,
        _ value: UInt8,
        on pixels: inout MutableSpan<SIMD4<UInt8>>
    ) -> Bool {
        var colors = (palette[Int(value)], palette[Int(value)])
        if bits == 24 {
            let rest = reader.next(2)
            guard rest.count == 2 else { return false }
            colors.0 = SIMD4(rest[1], rest[0], value, 255)
            colors.1 = colors.0
        } else if bits == 4 {
            colors = (palette[Int(value >> 4)], palette[Int(value & 15)])
        }
        for index in 0..<count { draw(index.isMultiple(of: 2) ? colors.0 : colors.1, on: &pixels) }
        return true
    }

    /// Draws pixels that are stored one by one. Their data is padded to a multiple of 16 bits.
    private mutating func drawPixels(_ count: Int, on pixels: inout MutableSpan<SIMD4<UInt8>>) -> Bool {
        let length = (count * bits + 7) / 8
        let bytes = reader.next(length + length % 2)
        guard bytes.count >= length else { return false }
        for index in 0..<count {
            switch bits {
            case 24: draw(SIMD4(bytes[index * 3 + 2], bytes[index * 3 + 1], bytes[index * 3], 255), on: &pixels)
            case 4:
                let byte = bytes[index / 2]
                draw(palette[Int(index.isMultiple(of: 2) ? byte >> 4 : byte & 15)], on: &pixels)
            default: draw(palette[Int(bytes[index])], on: &pixels)
            }
        }
        return true
    }

    /// Draws one pixel. Pixels past the right edge are ignored, as in Pillow.
    private mutating func draw(_ color: SIMD4<UInt8>, on pixels: inout MutableSpan<SIMD4<UInt8>>) {
        guard column < header.size.width, row < header.size.height else { return }
        let line = header.isBottomUp ? header.size.height - 1 - row : row
        let index = line * header.size.width + column
        if pixels[index].w == 0 { drawnCount += 1 }
        pixels[index] = color
        column += 1
    }
}
