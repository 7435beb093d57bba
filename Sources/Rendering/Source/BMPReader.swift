import Vips
import WorkerProtocol

/// Reads BMP, for which libvips has only a loader that it does not trust itself: uncompressed pictures of 24 or 32 bits,
/// and of 8 bits with a palette, as nearly every program writes them.
enum BMPReader {
    private static let headerLength = 54

    /// - Throws: `Failure`: `unsupported-format` for the rarer kinds, `corrupt-source` for a file that is cut short.
    static func read(_ file: SourceFile) throws(Failure) -> Image {
        let header = file.read(at: 0, count: headerLength)
        guard header.count == headerLength else {
            throw Failure(code: .corruptSource, message: "the file ends in its header")
        }
        func number(_ offset: Int, _ count: Int) -> Int {
            header[offset..<offset + count].reversed().reduce(0) { $0 << 8 | Int($1) }
        }
        func signed(_ offset: Int) -> Int { Int(Int32(truncatingIfNeeded: number(offset, 4))) }

        let (dataOffset, infoLength) = (number(10, 4), number(14, 4))
        let (width, height, depth, compression) = (signed(18), signed(22), number(28, 2), number(30, 4))
        guard infoLength >= 40, width > 0, height != 0, width <= 1 << 20, abs(height) <= 1 << 20 else {
            throw Failure(code: .corruptSource, message: "its header makes no sense")
        }
        guard [8, 24, 32].contains(depth), compression == 0 || (compression == 3 && depth == 32) else {
            throw Failure(
                code: .unsupportedFormat,
                message: "a BMP of this kind (\(depth) bits, compression \(compression)) is not read"
            )
        }
        let stride = (width * depth / 8 + 3) / 4 * 4
        guard dataOffset + stride * abs(height) <= file.byteCount else {
            throw Failure(code: .corruptSource, message: "the file ends before its pixels do")
        }
        var palette: [UInt8] = []
        if depth == 8 {
            let count = number(46, 4) == 0 ? 256 : min(number(46, 4), 256)
            palette = file.read(at: 14 + infoLength, count: count * 4)
            palette += [UInt8](repeating: 0, count: 1024 - palette.count)
        }
        let data = file.read(at: dataOffset, count: stride * abs(height))
        var samples = [UInt8](repeating: 0, count: width * abs(height) * 3)
        for row in 0..<abs(height) {
            // Rows go upwards, unless the height is negative.
            let source = (height > 0 ? height - 1 - row : row) * stride
            for column in 0..<width {
                let target = (row * width + column) * 3
                let entry: ArraySlice<UInt8>
                if depth == 8 {
                    let index = Int(data[source + column]) * 4
                    entry = palette[index..<index + 3]
                } else {
                    let index = source + column * depth / 8
                    entry = data[index..<index + 3]
                }
                for (band, value) in entry.reversed().enumerated() { samples[target + band] = value }
            }
        }
        do {
            return try Image(Pixels(width: width, height: abs(height), bands: 3, samples: samples))
        } catch {
            throw Failure(code: .corruptSource, message: "\(error)")
        }
    }
}
