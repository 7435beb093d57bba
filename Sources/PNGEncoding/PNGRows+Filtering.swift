extension PNGRows {
    /// Filters all rows, which are not filtered yet.
    mutating func filter(by filtering: RowFiltering) throws(PNGEncodingError) {
        guard filtering != .none else { return }
        let scratch = try ByteMemory(count: 3 * rowSize)
        // A filter needs the unfiltered row above, so begin with the last row.
        for index in (0..<height).reversed() { filter(index, by: filtering, scratch, into: bytes(of: index)) }
    }

    /// The filtering that makes the compressed rows smallest. The rows are not filtered yet.
    ///
    /// Photographs usually need filters. In drawings and screenshots, equal pixels repeat, and filters hide these
    /// repetitions. So this method compresses a part of the rows with each filtering, with a fast level.
    func bestFiltering() throws(PNGEncodingError) -> RowFiltering {
        let compressor = try ZlibCompressor(level: 1)
        var (best, smallest) = (RowFiltering.none, Int.max)
        for filtering in RowFiltering.allCases {
            let size = try compressor.compress(sample(by: filtering)).count
            if size < smallest { (best, smallest) = (filtering, size) }
        }
        return best
    }

    /// If all rows together have at most this number of bytes, all of them are in the sample.
    private static let sampleSize = 1 << 19
    /// The approximate number of bytes in a band. The sample consists of bands of consecutive rows, because Deflate
    /// finds repetitions within 32 KiB.
    private static let bandSize = 1 << 15
    /// The sample of a large picture contains every eighth band. The distance is smaller in smaller pictures.
    private static let maxBandDistance = 8

    /// Returns some rows, filtered.
    private func sample(by filtering: RowFiltering) throws(PNGEncodingError) -> ByteMemory {
        let bandHeight = max(1, Self.bandSize / (1 + rowSize))
        let distance = min(Self.maxBandDistance, (memory.count - 1) / Self.sampleSize + 1)
        let sampled = (0..<height).filter { ($0 / bandHeight).isMultiple(of: distance) }
        let sample = try ByteMemory(count: sampled.count * (1 + rowSize))
        let scratch = try ByteMemory(count: 3 * rowSize)
        for (position, index) in sampled.enumerated() {
            let start = position * (1 + rowSize)
            let output = UnsafeMutableRawBufferPointer(rebasing: sample.bytes[start..<start + 1 + rowSize])
            filter(index, by: filtering, scratch, into: output)
        }
        return sample
    }

    /// Filters a row with the filter whose result has the smallest sum (`RowFilter.apply`). This row and the row above
    /// are not filtered yet.
    /// - Parameters:
    ///   - scratch: memory for three rows.
    ///   - output: receives the number of the filter and the filtered bytes. It can be the memory of the row itself.
    private func filter(
        _ index: Int,
        by filtering: RowFiltering,
        _ scratch: borrowing ByteMemory,
        into output: UnsafeMutableRawBufferPointer
    ) {
        let parts = scratch.bytes.bindMemory(to: UInt8.self)
        var best = UnsafeMutableBufferPointer(rebasing: parts[..<rowSize])
        var other = UnsafeMutableBufferPointer(rebasing: parts[rowSize..<2 * rowSize])
        var above = UnsafeMutableBufferPointer(rebasing: parts[(2 * rowSize)...])
        if index > 0 {
            above = samples(of: index - 1)
        } else {
            above.initialize(repeating: 0)
        }
        var (chosen, smallest) = (RowFilter.none, Int.max)
        for filter in filtering.filters {
            let sum = filter.apply(
                to: UnsafeBufferPointer(samples(of: index)),
                above: UnsafeBufferPointer(above),
                pixelSize: samplesPerPixel,
                other
            )
            guard sum < smallest else { continue }
            (chosen, smallest) = (filter, sum)
            swap(&best, &other)
        }
        output[0] = chosen.rawValue
        UnsafeMutableRawBufferPointer(rebasing: output[1...]).copyMemory(from: UnsafeRawBufferPointer(best))
    }

    /// The number of the filter and the bytes of a row.
    private func bytes(of row: Int) -> UnsafeMutableRawBufferPointer {
        let start = row * (1 + rowSize)
        return UnsafeMutableRawBufferPointer(rebasing: memory.bytes[start..<start + 1 + rowSize])
    }

    private func samples(of row: Int) -> UnsafeMutableBufferPointer<UInt8> {
        UnsafeMutableRawBufferPointer(rebasing: bytes(of: row)[1...]).bindMemory(to: UInt8.self)
    }
}
