// The conversions in this file name each lane, because the compiler does not vectorize the loops over lanes in the
// standard library.

extension SIMD4<Float> {
    /// Converts four coefficients to floating point.
    @inlinable @inline(__always)
    init(_ coefficients: UnsafePointer<Int16>) {
        let four = UnsafeRawPointer(coefficients).loadUnaligned(as: SIMD4<Int16>.self)
        self.init(Float(Int32(four[0])), Float(Int32(four[1])), Float(Int32(four[2])), Float(Int32(four[3])))
    }

    /// The product of four coefficients and their factors.
    @inlinable @inline(__always)
    init(_ coefficients: UnsafePointer<Int16>, times factors: UnsafePointer<Float>) {
        self = Self(coefficients) * UnsafeRawPointer(factors).loadUnaligned(as: Self.self)
    }

    /// Writes the four `samples`.
    @inlinable @inline(__always)
    func storeSamples(to output: UnsafeMutablePointer<UInt8>) {
        UnsafeMutableRawPointer(output).storeBytes(of: samples, as: SIMD4<UInt8>.self)
    }

    /// The numbers plus 128, rounded to the nearest integer from 0 to 255.
    @inlinable @inline(__always)
    var samples: SIMD4<UInt8> {
        // The addition rounds each number to an integer, because a float of the sum's size has no bits for a fraction.
        // The integer is the difference between the bits of the sum and the bits of `base`. In broken files,
        // coefficients can be too large for this method. Then a negative sum gives 0 (black), and a large sum gives 255
        // (white). `pointwiseMin` and `pointwiseMax` are not used, because they handle one lane at a time.
        let base: Float = 0xC0_0000
        let sum = unsafeBitCast(self + (base + 128), to: SIMD4<Int32>.self).positivePart
        let number = sum &- Int32(bitPattern: base.bitPattern)
        let white = SIMD4<Int32>(repeating: 255)
        let clamped = white &- (white &- number.positivePart).positivePart
        return SIMD4<UInt8>(
            UInt8(truncatingIfNeeded: clamped[0]),
            UInt8(truncatingIfNeeded: clamped[1]),
            UInt8(truncatingIfNeeded: clamped[2]),
            UInt8(truncatingIfNeeded: clamped[3])
        )
    }
}

extension SIMD4<Int32> {
    /// The lanes, with 0 instead of negative numbers.
    @inlinable @inline(__always)
    var positivePart: Self { self & ~(self &>> 31) }
}
