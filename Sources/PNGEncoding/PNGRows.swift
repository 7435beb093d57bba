/// The rows of a picture of 8-bit samples, in the form that a PNG compresses: each row begins with the number of its
/// filter.
package struct PNGRows: ~Copyable {
    /// The maximum number of bytes of all rows. libdeflate compresses them in one call, so all of them must be in
    /// memory, together with the compressed bytes.
    package static let maxByteCount = 1 << 26
    /// libpng refuses pictures with longer sides.
    package static let maxSide = 1_000_000

    package let width: Int
    package let height: Int
    /// The number of samples of a pixel: 1 for grey, 2 for grey and alpha, 3 for RGB, 4 for RGBA.
    package let samplesPerPixel: Int
    let memory: ByteMemory
    private var count = 0

    /// Whether a picture is small enough for `init`.
    package static func fit(width: Int, height: Int, samplesPerPixel: Int) -> Bool {
        guard 1...maxSide ~= width, 1...maxSide ~= height, 1...4 ~= samplesPerPixel else { return false }
        return height * (1 + width * samplesPerPixel) <= maxByteCount
    }

    /// Allocates memory for the rows of a picture. The picture must be small enough (`fit`).
    package init(width: Int, height: Int, samplesPerPixel: Int) throws(PNGEncodingError) {
        precondition(Self.fit(width: width, height: height, samplesPerPixel: samplesPerPixel))
        (self.width, self.height, self.samplesPerPixel) = (width, height, samplesPerPixel)
        memory = try ByteMemory(count: height * (1 + width * samplesPerPixel))
    }

    /// The number of bytes of a row, without the number of its filter.
    var rowSize: Int { width * samplesPerPixel }

    /// Adds the next row, which is not filtered.
    /// - Parameter row: `width * samplesPerPixel` bytes.
    package mutating func append(_ row: UnsafeRawBufferPointer) {
        precondition(count < height && row.count == rowSize)
        let start = count * (1 + rowSize)
        memory.bytes[start] = RowFilter.none.rawValue
        UnsafeMutableRawBufferPointer(rebasing: memory.bytes[start + 1..<start + 1 + rowSize]).copyMemory(from: row)
        count += 1
    }

    /// Returns the compressed bytes of all rows, and frees the memory of the rows. All rows must have been added.
    consuming func compressed(with compressor: borrowing ZlibCompressor) throws(PNGEncodingError) -> ByteMemory {
        precondition(count == height)
        return try compressor.compress(memory)
    }
}
