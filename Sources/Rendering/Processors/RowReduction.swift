/// Makes rows of pixels shorter by Lanczos' filter.
///
/// libvips before 8.16 does this a sample at a time, which was a third of the time of a run; here the bands of two pixels
/// go through the filter side by side.
final class RowReduction<Sample: ReducibleSample> {
    private let filter: RowFilter<Sample>
    private let width: Int
    private let bands: Int
    /// The pixels of a row in twos, in the filter's order, with room for every window's full length.
    private let row: UnsafeMutablePointer<SIMD8<Sample.Lane>>
    /// A row of the result, with room for all four lanes of the last pixel.
    private let line: UnsafeMutableRawPointer

    /// - Parameter bands: 1 to 4.
    init(from width: Int, to target: Int, bands: Int) {
        precondition(1...4 ~= bands)
        filter = Sample.filters.filter(from: width, to: target)
        self.width = width
        self.bands = bands
        let room = (width + 1) / 2 + filter.pairs
        row = .allocate(capacity: room)
        row.initialize(repeating: SIMD8(), count: room)
        line = .allocate(byteCount: (target + 1) * MemoryLayout<SIMD4<Sample>>.size, alignment: 16)
    }

    deinit {
        row.deallocate()
        line.deallocate()
    }

    /// - Parameter samples: `width * bands` of them.
    /// - Returns: `target * bands` samples, good until the next row.
    func reduce(_ samples: UnsafePointer<Sample>) -> UnsafeRawPointer {
        spread(UnsafeRawPointer(samples))
        let pairs = filter.pairs
        filter.weights.withUnsafeBufferPointer { allWeights in
            guard let allWeights = allWeights.baseAddress else { return }
            var result = line
            for window in filter.windows {
                let pixels = row + window.firstPair
                let weights = allWeights + window.firstWeight
                var sum = SIMD4<Sample.Sum>(repeating: Sample.half)
                for pair in 0..<pairs { sum = Sample.adding(pixels[pair], times: weights[pair], to: sum) }
                result.storeBytes(of: Sample.samples(from: sum), as: SIMD4<Sample>.self)
                result += bands * MemoryLayout<Sample>.size
            }
        }
        return UnsafeRawPointer(line)
    }

    /// Lanes beyond the bands hold what comes next: it goes through the filter too, and its results are overwritten by the
    /// next pixel or lie behind the last.
    private func spread(_ samples: UnsafeRawPointer) {
        let step = bands * MemoryLayout<Sample>.size
        func pixel(_ x: Int) -> SIMD4<Sample> { (samples + x * step).loadUnaligned(as: SIMD4<Sample>.self) }
        // Nothing is read beyond the end, so the last pixels are taken a sample at a time.
        func lastPixel(_ x: Int) -> SIMD4<Sample> {
            var pixel = SIMD4<Sample>()
            guard x < width else { return pixel }
            for band in 0..<bands {
                pixel[band] = samples.loadUnaligned(
                    fromByteOffset: x * step + band * MemoryLayout<Sample>.size,
                    as: Sample.self
                )
            }
            return pixel
        }
        let whole = max(0, (width - 4 / bands) / 2)
        for pair in 0..<whole { row[pair] = Sample.lanes(interleaving(pixel(2 * pair), pixel(2 * pair + 1))) }
        for pair in whole..<(width + 1) / 2 {
            row[pair] = Sample.lanes(interleaving(lastPixel(2 * pair), lastPixel(2 * pair + 1)))
        }
    }
}

/// Each element of the one before the same of the other.
@inline(__always)
func interleaving<Scalar>(_ first: SIMD4<Scalar>, _ second: SIMD4<Scalar>) -> SIMD8<Scalar> {
    var both = SIMD8<Scalar>()
    both.evenHalf = first
    both.oddHalf = second
    return both
}
