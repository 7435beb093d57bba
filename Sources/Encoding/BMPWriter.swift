import Vips

/// Writes BMP with 24 bits per pixel. Rows start at the bottom and are padded to a multiple of four bytes. This writer
/// exists because libvips can write BMP only with ImageMagick.
enum BMPWriter {
    static func encode(_ pixels: Pixels) -> [UInt8] {
        let rowSize = pixels.width * 3
        let paddedSize = (rowSize + 3) / 4 * 4
        let dataSize = paddedSize * pixels.height
        var bytes: [UInt8] = Array("BM".utf8)
        bytes.reserveCapacity(54 + dataSize)
        func append(_ value: Int, _ count: Int) {
            for index in 0..<count { bytes.append(UInt8(truncatingIfNeeded: value >> (8 * index))) }
        }
        // The file header: file size, reserved bytes, offset of the pixels.
        append(54 + dataSize, 4)
        append(0, 4)
        append(54, 4)
        // The info header: header size, width, height, planes, bits per pixel, compression, data size, horizontal and
        // vertical resolution (3780 pixels per metre are 96 per inch), number of colours, number of important colours.
        for (value, count) in [
            (40, 4), (pixels.width, 4), (pixels.height, 4), (1, 2), (24, 2), (0, 4), (dataSize, 4), (3780, 4),
            (3780, 4), (0, 4), (0, 4),
        ] {
            append(value, count)
        }
        let samples = pixels.samples
        for row in (0..<pixels.height).reversed() {
            for red in stride(from: row * rowSize, to: (row + 1) * rowSize, by: 3) {
                bytes.append(samples[red + 2])
                bytes.append(samples[red + 1])
                bytes.append(samples[red])
            }
            for _ in rowSize..<paddedSize { bytes.append(0) }
        }
        return bytes
    }
}
