/// Encodes pictures of 8-bit samples as PNG (PNG, third edition).
///
/// libvips would compress with zlib. This encoder compresses with libdeflate, which takes a fraction of the time.
package struct PNGEncoder {
    package enum Filtering: Equatable {
        /// Rows are not filtered.
        case none
        /// Rows get the filters that make the file small.
        case automatic
    }

    /// The level of libdeflate.
    private let level: Int
    private let filtering: Filtering

    /// The levels of libdeflate that replace the levels of zlib. No level takes longer than the level that it replaces.
    /// Level 10 of libdeflate makes smaller files than level 9 of libdeflate, in about the same time.
    private static let levels = [0, 1, 2, 3, 4, 5, 6, 7, 8, 10]

    /// - Parameter level: a level of zlib, from 0 (no compression) to 9.
    package init(level: Int, filtering: Filtering) {
        precondition(Self.levels.indices ~= level)
        (self.level, self.filtering) = (Self.levels[level], filtering)
    }

    /// Returns a complete file.
    /// - Parameter rows: all rows of the picture.
    /// - Throws: `PNGEncodingError` if there is too little memory.
    package func encode(
        _ rows: consuming PNGRows,
        _ metadata: PNGMetadata = PNGMetadata()
    ) throws(PNGEncodingError) -> [UInt8] {
        let compressor = try ZlibCompressor(level: level)
        var chunks = PNGChunks()
        chunks.addHeader(width: rows.width, height: rows.height, samplesPerPixel: rows.samplesPerPixel)
        if let profile = metadata.profile { chunks.addProfile(try compressor.compress(profile).array) }
        chunks.addResolution()
        if let packet = metadata.xmp { chunks.addXMP(try compressor.compress(packet).array) }
        // Without compression, filters have no effect on the size.
        if filtering == .automatic, level > 0 { try rows.filter(by: rows.bestFiltering()) }
        chunks.add("IDAT", try rows.compressed(with: compressor))
        chunks.add("IEND", [])
        return chunks.bytes
    }
}
