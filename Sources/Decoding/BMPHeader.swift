import Pictures
import WorkerProtocol

/// What a BMP says of itself, of a kind that is read and with all its pixels in the file.
struct BMPHeader {
    let size: Size
    /// Whether the first row of the file is the picture's last.
    let goesUpwards: Bool
    /// Bits of a pixel: 8, 24 or 32.
    let depth: Int
    /// Where the first row starts.
    let dataOffset: Int
    /// Bytes from row to row.
    let stride: Int
    let paletteOffset: Int
    /// Up to 256.
    let paletteCount: Int

    private static let length = 54

    /// - Throws: `Failure`: `unsupported-format` for the rarer kinds, `corrupt-source` for a file that is cut short.
    init(of file: SourceFile) throws(Failure) {
        let header = file.read(at: 0, count: Self.length)
        guard header.count == Self.length else {
            throw Failure(code: .corruptSource, message: "the file ends in its header")
        }
        func number(_ offset: Int, _ count: Int) -> Int {
            header[offset..<offset + count].reversed().reduce(0) { $0 << 8 | Int($1) }
        }
        func signed(_ offset: Int) -> Int { Int(Int32(truncatingIfNeeded: number(offset, 4))) }

        let infoLength = number(14, 4)
        let (width, height, compression) = (signed(18), signed(22), number(30, 4))
        (dataOffset, depth) = (number(10, 4), number(28, 2))
        guard infoLength >= 40, width > 0, height != 0, width <= 1 << 20, abs(height) <= 1 << 20 else {
            throw Failure(code: .corruptSource, message: "its header makes no sense")
        }
        guard [8, 24, 32].contains(depth), compression == 0 || (compression == 3 && depth == 32) else {
            throw Failure(
                code: .unsupportedFormat,
                message: "a BMP of this kind (\(depth) bits, compression \(compression)) is not read"
            )
        }
        size = Size(width: width, height: abs(height))
        goesUpwards = height > 0
        stride = (width * depth / 8 + 3) / 4 * 4
        paletteOffset = 14 + infoLength
        paletteCount = number(46, 4) == 0 ? 256 : min(number(46, 4), 256)
        guard dataOffset + stride * size.height <= file.byteCount else {
            throw Failure(code: .corruptSource, message: "the file ends before its pixels do")
        }
    }
}
