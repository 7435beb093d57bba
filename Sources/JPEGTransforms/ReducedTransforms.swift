/// Inverse transforms of a block to fewer than 8 × 8 samples. They use only the coefficients of low frequencies, like a
/// sharp low-pass filter. Averages of the 8 × 8 samples would be more blurred.
@usableFromInline package enum ReducedTransforms {
    /// The factors that `half` expects in its input, for one direction.
    package static let halfScales: [Double] = [0.353_553_391, 0.5, 0.353_553_391, 0.5, 0, 0, 0, 0]
    /// The factors that `quarter` expects in its input, for one direction.
    package static let quarterScales: [Double] = [0.353_553_391, 0.353_553_391, 0, 0, 0, 0, 0, 0]

    /// Transforms to 4 × 4 samples.
    /// - Parameters:
    ///   - block: the coefficients of a stored block, which is transposed.
    ///   - side: the number of coefficients in a row of the block: 8 if the block has all 64 coefficients, otherwise 4
    ///     or 2.
    ///   - factors: 64 factors, in rows of eight.
    ///   - output: the first of four rows of four samples.
    @inlinable @inline(__always)
    static func half(
        _ block: UnsafePointer<Int16>,
        _ side: Int,
        _ factors: UnsafePointer<Float>,
        to output: UnsafeMutablePointer<UInt8>,
        stride: Int
    ) {
        @inline(__always)
        func row(_ index: Int) -> SIMD4<Float> {
            SIMD4(block + side &* index, times: factors + 8 &* index)
        }
        let columns = transformed(Matrix4(a: row(0), b: row(1), c: row(2), d: row(3)))
        let rows = transformed(columns.transposed)
        rows.a.storeSamples(to: output)
        rows.b.storeSamples(to: output + stride)
        rows.c.storeSamples(to: output + 2 &* stride)
        rows.d.storeSamples(to: output + 3 &* stride)
    }

    /// The one-dimensional inverse transform of each column to four samples.
    @inlinable @inline(__always)
    static func transformed(_ rows: Matrix4) -> Matrix4 {
        // The cosines of π/8 and 3π/8.
        let (c1, c3): (Float, Float) = (0.923_879_533, 0.382_683_432)
        let (even0, even1) = (rows.a + rows.c, rows.a - rows.c)
        let odd0 = rows.b * c1 + rows.d * c3
        let odd1 = rows.b * c3 - rows.d * c1
        return Matrix4(a: even0 + odd0, b: even1 + odd1, c: even1 - odd1, d: even0 - odd0)
    }

    /// Transforms to 2 × 2 samples. The parameters have the same meaning as in `half`, except that the output has two
    /// rows of two samples.
    @inlinable @inline(__always)
    static func quarter(
        _ block: UnsafePointer<Int16>,
        _ side: Int,
        _ factors: UnsafePointer<Float>,
        to output: UnsafeMutablePointer<UInt8>,
        stride: Int
    ) {
        // Stored blocks are transposed: `block[1]` is the lowest vertical frequency, and `block[side]` the lowest
        // horizontal frequency.
        let mean = Float(Int32(block[0])) * factors[0]
        let vertical = Float(Int32(block[1])) * factors[1]
        let horizontal = Float(Int32(block[side])) * factors[8]
        let both = Float(Int32(block[side &+ 1])) * factors[9]
        let four =
            SIMD4<Float>(repeating: mean)
            + SIMD4(horizontal, -horizontal, horizontal, -horizontal)
            + SIMD4(vertical, vertical, -vertical, -vertical)
            + SIMD4(both, -both, -both, both)
        let samples = four.samples
        (output[0], output[1]) = (samples[0], samples[1])
        (output[stride], output[stride + 1]) = (samples[2], samples[3])
    }

    /// The mean of a block as a sample.
    @inlinable @inline(__always)
    package static func mean(_ coefficient: Int16, _ factor: Float) -> UInt8 {
        SIMD4<Float>(repeating: Float(Int32(coefficient)) * factor).samples[0]
    }
}
