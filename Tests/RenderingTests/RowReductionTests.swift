import Testing

@testable import Rendering

@Suite struct RowReductionTests {
    /// The filter as it is defined, a sample at a time.
    private func expected(_ samples: [Double], to target: Int, bands: Int) -> [Double] {
        LanczosWindow.windows(from: samples.count / bands, to: target).flatMap { window in
            (0..<bands).map { band in
                zip(window.weights, window.first...).reduce(0) { $0 + $1.0 * samples[$1.1 * bands + band] }
            }
        }
    }

    private func reduced<Sample: ReducibleSample>(_ samples: [Sample], to target: Int, bands: Int) -> [Sample] {
        let reduction = RowReduction<Sample>(from: samples.count / bands, to: target, bands: bands)
        return samples.withUnsafeBufferPointer { samples in
            guard let start = samples.baseAddress else { return [] }
            let line = reduction.reduce(start).assumingMemoryBound(to: Sample.self)
            return Array(UnsafeBufferPointer(start: line, count: target * bands))
        }
    }

    /// Small ones, odd ones, a pixel from the next size and sixty times as long.
    private static let lengths = [(2, 1), (3, 2), (7, 5), (100, 99), (101, 37), (640, 300), (1200, 20)]

    @Test(arguments: lengths, 1...4)
    func bytesAreTheFiltersToTheLastPlace(_ lengths: (from: Int, to: Int), _ bands: Int) {
        let samples = (0..<lengths.from * bands).map { UInt8(truncatingIfNeeded: $0 &* 7919 &+ $0 >> 3) }
        let result = reduced(samples, to: lengths.to, bands: bands)
        let exact = expected(samples.map(Double.init), to: lengths.to, bands: bands)
        // A weight of 14 bits is off by a unit at most, and half of what is left is rounded away.
        for (sample, value) in zip(result, exact) {
            #expect(abs(Double(sample) - max(0, min(255, value))) < 0.8)
        }
    }

    @Test(arguments: lengths)
    func floatsAreTheFilters(_ lengths: (from: Int, to: Int)) {
        let samples = (0..<lengths.from * 4).map { Float($0 * 7919 % 256) }
        let result = reduced(samples, to: lengths.to, bands: 4)
        let exact = expected(samples.map(Double.init), to: lengths.to, bands: 4)
        for (sample, value) in zip(result, exact) { #expect(abs(Double(sample) - value) < 0.01) }
    }

    @Test(arguments: lengths)
    func aFlatColourStays(_ lengths: (from: Int, to: Int)) {
        for color in UInt8.min...UInt8.max {
            let result = reduced([UInt8](repeating: color, count: lengths.from * 3), to: lengths.to, bands: 3)
            #expect(result.allSatisfy { $0 == color }, "\(color)")
        }
    }
}
