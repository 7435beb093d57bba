/// The inverse transform of a block to 8 × 8 samples, with the algorithm of Arai, Agui, and Nakajima in floating point
/// (Pennebaker and Mitchell, "JPEG Still Image Data Compression Standard", 4.3.5).
///
/// The result differs from the exact result only by rounding. The result is the same on every CPU, because IEEE
/// 754 defines the result of every operation.
@usableFromInline package enum FullTransform {
    /// The scale factors that the algorithm expects in its input, for one direction. The output of the forward
    /// transform in `JPEGEncoding` has the same scale factors.
    package static let scales: [Double] = [
        1, 1.387_039_845, 1.306_562_965, 1.175_875_602, 1, 0.785_694_958, 0.541_196_100, 0.275_899_379,
    ]

    /// Half of a matrix of 8 × 8 numbers: each vector contains four of the eight columns of one row.
    @usableFromInline struct Rows {
        @usableFromInline var a: SIMD4<Float>
        @usableFromInline var b: SIMD4<Float>
        @usableFromInline var c: SIMD4<Float>
        @usableFromInline var d: SIMD4<Float>
        @usableFromInline var e: SIMD4<Float>
        @usableFromInline var f: SIMD4<Float>
        @usableFromInline var g: SIMD4<Float>
        @usableFromInline var h: SIMD4<Float>

        @inlinable @inline(__always)
        init(
            a: SIMD4<Float>,
            b: SIMD4<Float>,
            c: SIMD4<Float>,
            d: SIMD4<Float>,
            e: SIMD4<Float>,
            f: SIMD4<Float>,
            g: SIMD4<Float>,
            h: SIMD4<Float>
        ) {
            (self.a, self.b, self.c, self.d) = (a, b, c, d)
            (self.e, self.f, self.g, self.h) = (e, f, g, h)
        }

        /// The one-dimensional inverse transform of each of the four columns.
        @inlinable @inline(__always)
        var transformed: Rows {
            let (sum04, difference04) = (a + e, a - e)
            let sum26 = c + g
            let rotated26 = (c - g) * 1.414_213_56 - sum26
            let (even0, even3) = (sum04 + sum26, sum04 - sum26)
            let (even1, even2) = (difference04 + rotated26, difference04 - rotated26)

            let (z13, z10) = (f + d, f - d)
            let (z11, z12) = (b + h, b - h)
            let odd7 = z11 + z13
            let z5 = (z10 + z12) * 1.847_759_07
            let odd6 = z5 - z10 * 2.613_125_93 - odd7
            let odd5 = (z11 - z13) * 1.414_213_56 - odd6
            let odd4 = z5 - z12 * 1.082_392_20 - odd5
            return Rows(
                a: even0 + odd7,
                b: even1 + odd6,
                c: even2 + odd5,
                d: even3 + odd4,
                e: even3 - odd4,
                f: even2 - odd5,
                g: even1 - odd6,
                h: even0 - odd7
            )
        }
    }

    /// - Parameters:
    ///   - block: the 64 coefficients of a stored block, which is transposed.
    ///   - factors: the factor of each coefficient, at the same index.
    ///   - hasLowRowsOnly: whether all coefficients in rows 4 to 7 of the block are 0. If so, the function skips these
    ///     rows. In the stored block, they are columns 4 to 7.
    ///   - output: the first of eight rows of eight samples.
    @inlinable @inline(__always)
    static func apply(
        _ block: UnsafePointer<Int16>,
        _ factors: UnsafePointer<Float>,
        hasLowRowsOnly: Bool,
        to output: UnsafeMutablePointer<UInt8>,
        stride: Int
    ) {
        let zero = SIMD4<Float>()
        var (left, right) = (Matrix4(a: zero, b: zero, c: zero, d: zero), Matrix4(a: zero, b: zero, c: zero, d: zero))
        let upper = load(block, factors).transformed
        let upperLeft = Matrix4(a: upper.a, b: upper.b, c: upper.c, d: upper.d).transposed
        let upperRight = Matrix4(a: upper.e, b: upper.f, c: upper.g, d: upper.h).transposed
        if !hasLowRowsOnly {
            let lower = load(block + 4, factors + 4).transformed
            left = Matrix4(a: lower.a, b: lower.b, c: lower.c, d: lower.d).transposed
            right = Matrix4(a: lower.e, b: lower.f, c: lower.g, d: lower.h).transposed
        }
        finish(upperLeft, left, to: output, stride)
        finish(upperRight, right, to: output + 4, stride)
    }

    @inlinable @inline(__always)
    static func load(_ block: UnsafePointer<Int16>, _ factors: UnsafePointer<Float>) -> Rows {
        @inline(__always)
        func row(_ index: Int) -> SIMD4<Float> {
            SIMD4(block + 8 &* index, times: factors + 8 &* index)
        }
        return Rows(a: row(0), b: row(1), c: row(2), d: row(3), e: row(4), f: row(5), g: row(6), h: row(7))
    }

    @inlinable @inline(__always)
    static func finish(
        _ upper: Matrix4,
        _ lower: Matrix4,
        to output: UnsafeMutablePointer<UInt8>,
        _ stride: Int
    ) {
        let rows = Rows(
            a: upper.a,
            b: upper.b,
            c: upper.c,
            d: upper.d,
            e: lower.a,
            f: lower.b,
            g: lower.c,
            h: lower.d
        ).transformed
        rows.a.storeSamples(to: output)
        rows.b.storeSamples(to: output + stride)
        rows.c.storeSamples(to: output + 2 &* stride)
        rows.d.storeSamples(to: output + 3 &* stride)
        rows.e.storeSamples(to: output + 4 &* stride)
        rows.f.storeSamples(to: output + 5 &* stride)
        rows.g.storeSamples(to: output + 6 &* stride)
        rows.h.storeSamples(to: output + 7 &* stride)
    }
}
