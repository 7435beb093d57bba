/// Makes rows of pixels shorter by Lanczos' filter.
///
/// libvips before 8.16 does this a sample at a time, which was a third of the time of a run; here the bands of a pixel
/// go through the filter side by side.
final class RowReduction {
    private typealias Pixel = SIMD4<Float>

    private let width: Int
    private let bands: Int
    /// Where each window begins.
    private let firsts: [Int]
    /// The windows' weights, `taps` for each, with zeros after those of shorter windows.
    private let weights: [Float]
    private let taps: Int
    /// A row with room for every window's full length.
    private let row: UnsafeMutableBufferPointer<Pixel>
    /// A row of the result, with room for all four lanes of the last pixel.
    private let line: UnsafeMutableRawBufferPointer

    /// - Parameter bands: 1 to 4.
    init(from width: Int, to target: Int, bands: Int) {
        precondition(1...4 ~= bands)
        let windows = LanczosWindow.windows(from: width, to: target)
        let taps = windows.map(\.weights.count).max() ?? 0
        self.width = width
        self.bands = bands
        self.taps = taps
        firsts = windows.map(\.first)
        weights = windows.flatMap { window in
            window.weights.map { Float($0) } + repeatElement(0, count: taps - window.weights.count)
        }
        row = .allocate(capacity: width + taps)
        row.initialize(repeating: .zero)
        line = .allocate(byteCount: (target + 1) * MemoryLayout<Pixel>.size, alignment: 16)
    }

    deinit {
        row.deallocate()
        line.deallocate()
    }

    /// - Parameter samples: `width * bands` of them.
    /// - Returns: `target * bands` samples, good until the next row.
    func reduce<Sample: ReducibleSample>(_ samples: UnsafePointer<Sample>) -> UnsafeRawPointer {
        guard let row = row.baseAddress, let line = line.baseAddress else { preconditionFailure("both are allocated") }
        spread(samples, over: row)
        weights.withUnsafeBufferPointer { weights in
            guard var weight = weights.baseAddress else { return }
            var result = line
            for first in firsts {
                let pixels = row + first
                var sum = Pixel.zero
                for tap in 0..<taps { sum += pixels[tap] * weight[tap] }
                weight += taps
                result.storeBytes(of: Sample.nearest(to: sum), as: SIMD4<Sample>.self)
                result += bands * MemoryLayout<Sample>.size
            }
        }
        return UnsafeRawPointer(line)
    }

    /// One pixel after the other, four lanes each. Lanes beyond the bands hold what comes next: it goes through the filter
    /// too, and its results are overwritten by the next pixel or lie behind the last.
    private func spread<Sample: ReducibleSample>(
        _ samples: UnsafePointer<Sample>,
        over row: UnsafeMutablePointer<Pixel>
    ) {
        // Nothing is read beyond the end, so the last pixels are taken a sample at a time.
        let whole = max(0, width - 4 / bands)
        for x in 0..<whole {
            let lanes = UnsafeRawPointer(samples + x * bands).loadUnaligned(as: SIMD4<Sample>.self)
            row[x] = Sample.floats(lanes)
        }
        for x in whole..<width {
            var lanes = SIMD4<Sample>()
            for band in 0..<bands { lanes[band] = samples[x * bands + band] }
            row[x] = Sample.floats(lanes)
        }
    }
}

/// A sample that a filter takes and gives.
protocol ReducibleSample: SIMDScalar, Hashable {
    static func floats(_ samples: SIMD4<Self>) -> SIMD4<Float>
    /// The nearest values that samples can have.
    static func nearest(to values: SIMD4<Float>) -> SIMD4<Self>
}

extension UInt8: ReducibleSample {
    @inline(__always) static func floats(_ samples: SIMD4<UInt8>) -> SIMD4<Float> { SIMD4(samples) }

    @inline(__always) static func nearest(to values: SIMD4<Float>) -> SIMD4<UInt8> {
        let limited = values.replacing(with: 0, where: values .< 0).replacing(with: 255, where: values .> 255)
        // At 2²³ the last bit of a Float is 1: the sum's lowest byte is the value, rounded.
        let shifted = limited + 8_388_608
        return SIMD4(truncatingIfNeeded: unsafeBitCast(shifted, to: SIMD4<UInt32>.self))
    }
}

extension Float: ReducibleSample {
    @inline(__always) static func floats(_ samples: SIMD4<Float>) -> SIMD4<Float> { samples }
    @inline(__always) static func nearest(to values: SIMD4<Float>) -> SIMD4<Float> { values }
}
