import CPUFeatures
import ResamplingKernels
import ResamplingKernelsAVX2
import RenderingTestSupport
import Testing

@testable import Pictures

@Suite struct ReductionTests {
    /// Applies the filter by its definition, one sample at a time, along the rows of a picture.
    private func widthReduced(_ samples: [Double], from size: Size, to width: Int, bands: Int) -> [Double] {
        var result: [Double] = []
        for row in 0..<size.height {
            for window in LanczosWindow.windows(from: size.width, to: width) {
                let weights = window.weights
                for band in 0..<bands {
                    let indices = weights.indices.map { (row * size.width + window.first + $0) * bands + band }
                    result.append(zip(weights, indices).reduce(0) { $0 + $1.0 * samples[$1.1] })
                }
            }
        }
        return result
    }

    /// Applies the filter by its definition along the columns.
    private func heightReduced(_ samples: [Double], from size: Size, to height: Int, bands: Int) -> [Double] {
        let length = size.width * bands
        var result: [Double] = []
        for window in LanczosWindow.windows(from: size.height, to: height) {
            let weights = window.weights
            for column in 0..<length {
                let indices = weights.indices.map { (window.first + $0) * length + column }
                result.append(zip(weights, indices).reduce(0) { $0 + $1.0 * samples[$1.1] })
            }
        }
        return result
    }

    private func picture(_ size: Size, bands: Int) -> [UInt8] {
        (0..<size.area * bands).map { UInt8(truncatingIfNeeded: $0 &* 7919 &+ $0 >> 3) }
    }

    /// Small and odd lengths, a reduction by one pixel, and a reduction by a factor of sixty.
    private static let lengths = [(2, 1), (3, 2), (7, 5), (100, 99), (101, 37), (640, 300), (1200, 20)]

    @Test(arguments: lengths, 1...5)
    func reducesRowsOfBytes(_ lengths: (from: Int, to: Int), _ bands: Int) {
        // Sixteen rows are reduced together, in two groups. With 29 rows, the second group is incomplete.
        let size = Size(width: lengths.from, height: 29)
        let samples = picture(size, bands: bands)
        let result = Reduction.reducing(samples, from: size, to: Size(width: lengths.to, height: 29), bands: bands)
        let exact = widthReduced(samples.map(Double.init), from: size, to: lengths.to, bands: bands)
        // Rounding changes a sample by at most 0.5. According to measurements, the 14-bit weights change a sample by
        // less than 0.3.
        for (sample, value) in zip(result, exact) {
            #expect(abs(Double(sample) - max(0, min(255, value))) < 0.8)
        }
    }

    @Test(arguments: lengths, 1...5)
    func reducesColumnsOfBytes(_ lengths: (from: Int, to: Int), _ bands: Int) {
        let size = Size(width: 11, height: lengths.from)
        let samples = picture(size, bands: bands)
        let result = Reduction.reducing(samples, from: size, to: Size(width: 11, height: lengths.to), bands: bands)
        let exact = heightReduced(samples.map(Double.init), from: size, to: lengths.to, bands: bands)
        for (sample, value) in zip(result, exact) {
            #expect(abs(Double(sample) - max(0, min(255, value))) < 0.8)
        }
    }

    @Test(arguments: zip(lengths, lengths.reversed()))
    func reducesFloats(_ widths: (from: Int, to: Int), _ heights: (from: Int, to: Int)) {
        let size = Size(width: widths.from, height: heights.from)
        let target = Size(width: widths.to, height: heights.to)
        let samples = (0..<size.area * 4).map { Float($0 &* 7919 % 256) }
        let result = Reduction.reducing(samples, from: size, to: target, bands: 4)
        let lower = heightReduced(samples.map(Double.init), from: size, to: target.height, bands: 4)
        let between = Size(width: size.width, height: target.height)
        let exact = widthReduced(lower, from: between, to: target.width, bands: 4)
        for (sample, value) in zip(result, exact) { #expect(abs(Double(sample) - value) < 0.02) }
    }

    /// At an edge between white and black, the filter overshoots on both sides. The result must not wrap around.
    @Test(arguments: [(64, 21), (100, 37)])
    func clampsOvershoot(_ lengths: (from: Int, to: Int)) {
        let size = Size(width: lengths.from, height: 16)
        let samples = (0..<size.area).map { UInt8($0 % size.width < size.width / 2 ? 255 : 0) }
        let exact = widthReduced(samples.map(Double.init), from: size, to: lengths.to, bands: 1)
        #expect(exact.contains { $0 > 260 } && exact.contains { $0 < -5 })
        for kernels: any ReductionKernels<UInt8>.Type in [UInt8.kernels, ByteKernels.self] {
            let target = Size(width: lengths.to, height: 16)
            let result = Reduction.reducing(samples, from: size, to: target, bands: 1, kernels: kernels)
            for (sample, value) in zip(result, exact) {
                #expect(abs(Double(sample) - max(0, min(255, value))) < 0.8)
            }
        }
    }

    /// The bytes of an image must not depend on the processor.
    @Test(.enabled(if: CPU.hasAVX2, "this processor has no AVX2"), arguments: lengths, 1...5)
    func givesTheSameBytesWithAVX2(_ lengths: (from: Int, to: Int), _ bands: Int) {
        let (size, target) = (Size(width: lengths.from, height: 45), Size(width: lengths.to, height: 31))
        let samples = picture(size, bands: bands)
        func reduced(by kernels: any ReductionKernels<UInt8>.Type) -> [UInt8] {
            Reduction.reducing(samples, from: size, to: target, bands: bands, kernels: kernels)
        }
        #expect(reduced(by: AVX2ByteKernels.self) == reduced(by: ByteKernels.self))
    }

    /// libvips decides how many rows it delivers at a time.
    @Test func doesNotDependOnTheHeightOfStrips() {
        let (size, target) = (Size(width: 120, height: 151), Size(width: 49, height: 58))
        let samples = picture(size, bands: 3)
        let whole = Reduction.reducing(samples, from: size, to: target, bands: 3, stripHeight: 152)
        for height in [2, 6, 32] {
            #expect(Reduction.reducing(samples, from: size, to: target, bands: 3, stripHeight: height) == whole)
        }
    }

    @Test(arguments: lengths)
    func keepsFlatColours(_ lengths: (from: Int, to: Int)) {
        let (wide, high) = (Size(width: lengths.from, height: 4), Size(width: 4, height: lengths.from))
        for color in UInt8.min...UInt8.max {
            let samples = [UInt8](repeating: color, count: wide.area)
            let narrower = Reduction.reducing(samples, from: wide, to: Size(width: lengths.to, height: 4), bands: 1)
            let lower = Reduction.reducing(samples, from: high, to: Size(width: 4, height: lengths.to), bands: 1)
            #expect((narrower + lower).allSatisfy { $0 == color }, "\(color)")
        }
    }
}
