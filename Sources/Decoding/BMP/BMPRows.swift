import Containers
import Pictures

/// Draws the pixels of an uncompressed BMP, which are stored row by row.
struct BMPRows {
    private let file: any ByteSource
    private let header: BMPHeader
    private let isInIcon: Bool
    private let palette: [SIMD4<UInt8>]

    /// - Parameter palette: the colours. Indices outside the palette are black.
    init(in file: any ByteSource, _ header: BMPHeader, isInIcon: Bool, palette: [SIMD4<UInt8>]) {
        self.file = file
        self.header = header
        self.isInIcon = isInIcon
        self.palette = palette.filled(to: 256, with: SIMD4(0, 0, 0, 255))
    }

    /// Draws all rows that the file contains. Call `finishAlpha` afterwards, because the drawn alpha can be invalid.
    func draw(on pixels: inout MutableSpan<SIMD4<UInt8>>) {
        for (row, bytes) in StoredRows(of: header, in: file) {
            let start = row * header.size.width
            switch header.layout {
            case .indexed(let bits): draw(indices: bytes, bits: bits, on: &pixels, at: start)
            case .direct(let bits, let red, let green, let blue, let alpha):
                draw(numbers: bytes, length: bits / 8, (red, green, blue, alpha), on: &pixels, at: start)
            case .runs: return
            }
        }
    }

    private func draw(
        indices bytes: ArraySlice<UInt8>,
        bits: Int,
        on pixels: inout MutableSpan<SIMD4<UInt8>>,
        at start: Int
    ) {
        let perByte = 8 / bits
        let all = 1 << bits - 1
        for column in 0..<min(header.size.width, bytes.count * perByte) {
            let byte = Int(bytes[bytes.startIndex + column / perByte])
            pixels[start + column] = palette[byte >> (8 - bits * (column % perByte + 1)) & all]
        }
    }

    private func draw(
        numbers bytes: ArraySlice<UInt8>,
        length: Int,
        _ masks: (red: ChannelMask, green: ChannelMask, blue: ChannelMask, alpha: ChannelMask),
        on pixels: inout MutableSpan<SIMD4<UInt8>>,
        at start: Int
    ) {
        for column in 0..<min(header.size.width, bytes.count / length) {
            let source = bytes.startIndex + column * length
            var number: UInt32 = 0
            for index in 0..<length { number |= UInt32(bytes[source + index]) << UInt32(8 * index) }
            pixels[start + column] = SIMD4(
                masks.red.value(of: number),
                masks.green.value(of: number),
                masks.blue.value(of: number),
                masks.alpha.value(of: number)
            )
        }
    }

    /// Corrects the alpha of all pixels if the file has no usable alpha.
    ///
    /// Some programs do not support alpha, and write 0 for the alpha of every pixel. All pixels of such a file become
    /// opaque, as in Chromium. The pixels of a file without alpha become opaque too. In both kinds of files, only the
    /// mask of an icon makes pixels transparent.
    /// - Returns: whether all pixels are opaque.
    func finishAlpha(of pixels: inout MutableSpan<SIMD4<UInt8>>) -> Bool {
        if case .direct(_, _, _, _, let alpha) = header.layout, alpha != ChannelMask(0) {
            var (isOpaque, isVisible) = (true, false)
            for index in pixels.indices {
                if pixels[index].w != 255 { isOpaque = false }
                if pixels[index].w != 0 { isVisible = true }
            }
            if isVisible { return isOpaque }
        }
        for index in pixels.indices { pixels[index].w = 255 }
        guard isInIcon, header.maskEnd <= file.byteCount else { return true }
        var isOpaque = true
        for (row, bytes) in StoredRows(ofMask: header, in: file) {
            for column in 0..<min(header.size.width, bytes.count * 8)
            where bytes[bytes.startIndex + column / 8] >> UInt8(7 - column % 8) & 1 == 1 {
                pixels[row * header.size.width + column].w = 0
                isOpaque = false
            }
        }
        return isOpaque
    }
}

extension Array {
    /// Returns the elements, followed by copies of `element` until there are `count` elements.
    func filled(to count: Int, with element: Element) -> Self {
        self + Self(repeating: element, count: Swift.max(0, count - self.count))
    }
}

/// The stored rows of a BMP or of its mask. Each row has its row number, counted from the top of the picture. One read
/// fetches several rows.
private struct StoredRows: Sequence, IteratorProtocol {
    private static let chunkLength = 1 << 16

    private let file: any ByteSource
    private let height: Int
    private let isBottomUp: Bool
    private let offset: Int
    private let stride: Int
    private let rowLength: Int
    private var chunk: [UInt8] = []
    private var chunkStart = 0
    private var index = 0

    init(of header: BMPHeader, in file: any ByteSource) {
        self.file = file
        (height, isBottomUp) = (header.size.height, header.isBottomUp)
        (offset, stride) = (header.dataOffset, header.stride)
        rowLength = (header.size.width * header.layout.bits + 7) / 8
    }

    init(ofMask header: BMPHeader, in file: any ByteSource) {
        self.file = file
        (height, isBottomUp) = (header.size.height, header.isBottomUp)
        (offset, stride) = (header.maskOffset, header.maskStride)
        rowLength = (header.size.width + 7) / 8
    }

    /// Returns the next row, or nil after the last row and at the end of the file.
    mutating func next() -> (row: Int, bytes: ArraySlice<UInt8>)? {
        guard index < height else { return nil }
        if index * stride + rowLength > chunkStart + chunk.count {
            chunkStart = index * stride
            chunk = file.read(at: offset + chunkStart, count: Swift.max(Self.chunkLength / stride, 1) * stride)
        }
        let bytes = chunk.dropFirst(index * stride - chunkStart).prefix(rowLength)
        guard !bytes.isEmpty else { return nil }
        defer { index += 1 }
        return (isBottomUp ? height - 1 - index : index, bytes)
    }
}
