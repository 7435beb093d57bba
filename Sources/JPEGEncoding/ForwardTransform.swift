import JPEGTransforms

/// The forward transform of a block of 8 × 8 samples, with the algorithm of Arai, Agui, and Nakajima in floating point
/// (Pennebaker and Mitchell, "JPEG Still Image Data Compression Standard", 4.3.5).
///
/// The result is the same on every CPU, because IEEE 754 defines the result of every operation. Before the
/// quantization, each coefficient is 8 times too large, and multiplied by the scale factors of its row and its column
/// (`FullTransform.scales`).
enum ForwardTransform {
    /// Transforms a block and quantizes it.
    /// - Parameters:
    ///   - samples: the first of eight rows of eight samples.
    ///   - factors: 64 factors for the quantization.
    ///   - block: the result: 64 coefficients, transposed like the stored blocks of the decoder, which saves a
    ///     transposition.
    @inline(__always)
    static func apply(
        _ samples: UnsafePointer<UInt8>,
        stride: Int,
        _ factors: UnsafePointer<Float>,
        to block: UnsafeMutablePointer<Int16>
    ) {
        let rows = Samples(samples, stride)
        let left = rows.left.transformed
        let right = rows.right.transformed
        store(joining(left.upper, right.upper), factors, block, column: 0)
        store(joining(left.lower, right.lower), factors, block, column: 4)
    }

    /// Eight vectors: four of the eight columns in each of the eight rows.
    private struct Rows {
        var upper: Matrix4
        var lower: Matrix4

        /// The one-dimensional transform of each of the four columns.
        @inline(__always)
        var transformed: Rows {
            let (sum07, difference07) = (upper.a + lower.d, upper.a - lower.d)
            let (sum16, difference16) = (upper.b + lower.c, upper.b - lower.c)
            let (sum25, difference25) = (upper.c + lower.b, upper.c - lower.b)
            let (sum34, difference34) = (upper.d + lower.a, upper.d - lower.a)

            let (even0, even3) = (sum07 + sum34, sum07 - sum34)
            let (even1, even2) = (sum16 + sum25, sum16 - sum25)
            let rotated = (even2 + even3) * 0.707_106_781

            let (odd0, odd1, odd2) = (
                difference34 + difference25, difference25 + difference16, difference16 + difference07
            )
            let z5 = (odd0 - odd2) * 0.382_683_433
            let z2 = odd0 * 0.541_196_100 + z5
            let z4 = odd2 * 1.306_562_965 + z5
            let z3 = odd1 * 0.707_106_781
            let (z11, z13) = (difference07 + z3, difference07 - z3)
            return Rows(
                upper: Matrix4(a: even0 + even1, b: z11 + z4, c: even3 + rotated, d: z13 - z2),
                lower: Matrix4(a: even0 - even1, b: z13 + z2, c: even3 - rotated, d: z11 - z4)
            )
        }
    }

    /// Joins four rows of the left half and the same rows of the right half. The result is transposed, because
    /// `transformed` transforms columns.
    @inline(__always)
    private static func joining(_ left: Matrix4, _ right: Matrix4) -> Rows {
        Rows(upper: left.transposed, lower: right.transposed)
    }

    /// The samples of a block.
    private struct Samples {
        let left: Rows
        let right: Rows

        @inline(__always)
        init(_ samples: UnsafePointer<UInt8>, _ stride: Int) {
            // One load of eight samples is faster than two loads of four samples.
            @inline(__always)
            func row(_ index: Int) -> SIMD8<UInt8> {
                UnsafeRawPointer(samples + index &* stride).loadUnaligned(as: SIMD8<UInt8>.self)
            }
            // Each lane is listed, because the compiler does not vectorize the loop over lanes in the standard library.
            @inline(__always)
            func floats(_ four: SIMD4<UInt8>) -> SIMD4<Float> {
                SIMD4(Float(Int32(four[0])), Float(Int32(four[1])), Float(Int32(four[2])), Float(Int32(four[3])))
            }
            let (a, b, c, d, e, f, g, h) = (row(0), row(1), row(2), row(3), row(4), row(5), row(6), row(7))
            left = Rows(
                upper: Matrix4(a: floats(a.lowHalf), b: floats(b.lowHalf), c: floats(c.lowHalf), d: floats(d.lowHalf)),
                lower: Matrix4(a: floats(e.lowHalf), b: floats(f.lowHalf), c: floats(g.lowHalf), d: floats(h.lowHalf))
            )
            right = Rows(
                upper: Matrix4(
                    a: floats(a.highHalf),
                    b: floats(b.highHalf),
                    c: floats(c.highHalf),
                    d: floats(d.highHalf)
                ),
                lower: Matrix4(
                    a: floats(e.highHalf),
                    b: floats(f.highHalf),
                    c: floats(g.highHalf),
                    d: floats(h.highHalf)
                )
            )
        }
    }

    /// Transforms the second direction and stores the quantized result.
    /// - Parameter column: the index of the first of the four columns of the stored block.
    @inline(__always)
    private static func store(
        _ rows: Rows,
        _ factors: UnsafePointer<Float>,
        _ block: UnsafeMutablePointer<Int16>,
        column: Int
    ) {
        @inline(__always)
        func store(_ row: SIMD4<Float>, _ index: Int) {
            let offset = 8 &* index &+ column
            let factors = UnsafeRawPointer(factors + offset).loadUnaligned(as: SIMD4<Float>.self)
            // The addition rounds the number, because a float of the sum's size has no bits for a fraction. The low 16
            // bits of the sum are the rounded number.
            let sum = unsafeBitCast(row * factors + 0xC0_0000, to: SIMD4<UInt32>.self)
            let four = SIMD4<Int16>(
                Int16(truncatingIfNeeded: sum[0]),
                Int16(truncatingIfNeeded: sum[1]),
                Int16(truncatingIfNeeded: sum[2]),
                Int16(truncatingIfNeeded: sum[3])
            )
            UnsafeMutableRawPointer(block + offset).storeBytes(of: four, as: SIMD4<Int16>.self)
        }
        var rows = rows.transformed
        // JPEG transforms the samples minus 128. This subtraction changes only the first coefficient, which is the sum
        // of the 64 samples here. So subtract 64 * 128 from this coefficient.
        if column == 0 { rows.upper.a[0] -= 64 * 128 }
        store(rows.upper.a, 0)
        store(rows.upper.b, 1)
        store(rows.upper.c, 2)
        store(rows.upper.d, 3)
        store(rows.lower.a, 4)
        store(rows.lower.b, 5)
        store(rows.lower.c, 6)
        store(rows.lower.d, 7)
    }
}
