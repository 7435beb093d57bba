/// The colour information of a PNG in chunks other than `iCCP`. These chunks precede the first pixel (PNG, third
/// edition, 11.3.2).
package struct PNGColors: Equatable {
    package var codePoints: CodePoints?
    package var isSRGB = false
    /// The exponent of the encoding, such as 1 / 2.2.
    package var gamma: Double?
    package var chromaticities: Chromaticities?

    package init() {}

    /// The number of bytes per read. A chunk is parsed only if it fits into one read, because colour chunks are small.
    private static let windowSize = 4096

    /// - Parameter file: a PNG. Broken parts are treated as missing.
    package init(of file: some ByteSource) {
        var (window, windowStart, offset) = ([UInt8](), 0, 8)
        while offset + 8 <= file.byteCount {
            if offset < windowStart || offset + 8 + 32 > windowStart + window.count {
                window = file.read(at: offset, count: Self.windowSize)
                windowStart = offset
            }
            let start = offset - windowStart
            guard let length = window.bigEndian(at: start, count: 4), start + 8 <= window.count else { return }
            let name = String(decoding: window[start + 4..<start + 8], as: UTF8.self)
            // Colour chunks precede the palette and the pixels, so stop here.
            if name == "IDAT" || name == "PLTE" { return }
            if start + 8 + length <= window.count {
                take(name, Array(window[start + 8..<start + 8 + length]))
            }
            offset += 12 + length
        }
    }

    private mutating func take(_ name: String, _ data: [UInt8]) {
        switch name {
        case "cICP":
            // In a valid chunk, the matrix coefficient is 0, because PNG has no YCbCr.
            guard data.count == 4, data[2] == 0 else { return }
            codePoints = CodePoints(primaries: Int(data[0]), transfer: Int(data[1]), isFullRange: data[3] == 1)
        case "sRGB": isSRGB = data.count == 1
        case "gAMA":
            // Ignore the numbers that libpng ignores. A profile cannot contain the large exponent that a very small
            // number would require.
            guard data.count == 4, 16...625_000_000 ~= data.bigEndian else { return }
            gamma = Double(data.bigEndian) / 100_000
        case "cHRM":
            guard data.count == 32 else { return }
            let points = stride(from: 0, to: 32, by: 8).map { start in
                Chromaticities.Point(
                    Double(data[start..<start + 4].bigEndian) / 100_000,
                    Double(data[start + 4..<start + 8].bigEndian) / 100_000
                )
            }
            chromaticities = Chromaticities(red: points[1], green: points[2], blue: points[3], white: points[0])
        default: break
        }
    }
}
