// These functions name each lane, so that the compiler uses vector instructions. The functions of the standard library
// are loops over the lanes, and the compiler does not vectorize such loops.

extension SIMD16 {
    @inlinable @inline(__always) var evens: SIMD8<Scalar> {
        SIMD8(self[0], self[2], self[4], self[6], self[8], self[10], self[12], self[14])
    }

    @inlinable @inline(__always) var odds: SIMD8<Scalar> {
        SIMD8(self[1], self[3], self[5], self[7], self[9], self[11], self[13], self[15])
    }
}

extension SIMD16 where Scalar: FixedWidthInteger {
    @inlinable @inline(__always) init(widening lanes: SIMD16<some FixedWidthInteger>) {
        self.init(
            Scalar(truncatingIfNeeded: lanes[0]),
            Scalar(truncatingIfNeeded: lanes[1]),
            Scalar(truncatingIfNeeded: lanes[2]),
            Scalar(truncatingIfNeeded: lanes[3]),
            Scalar(truncatingIfNeeded: lanes[4]),
            Scalar(truncatingIfNeeded: lanes[5]),
            Scalar(truncatingIfNeeded: lanes[6]),
            Scalar(truncatingIfNeeded: lanes[7]),
            Scalar(truncatingIfNeeded: lanes[8]),
            Scalar(truncatingIfNeeded: lanes[9]),
            Scalar(truncatingIfNeeded: lanes[10]),
            Scalar(truncatingIfNeeded: lanes[11]),
            Scalar(truncatingIfNeeded: lanes[12]),
            Scalar(truncatingIfNeeded: lanes[13]),
            Scalar(truncatingIfNeeded: lanes[14]),
            Scalar(truncatingIfNeeded: lanes[15])
        )
    }
}

extension SIMD8 where Scalar: FixedWidthInteger {
    @inlinable @inline(__always) init(narrowing lanes: SIMD8<some FixedWidthInteger>) {
        self.init(
            Scalar(truncatingIfNeeded: lanes[0]),
            Scalar(truncatingIfNeeded: lanes[1]),
            Scalar(truncatingIfNeeded: lanes[2]),
            Scalar(truncatingIfNeeded: lanes[3]),
            Scalar(truncatingIfNeeded: lanes[4]),
            Scalar(truncatingIfNeeded: lanes[5]),
            Scalar(truncatingIfNeeded: lanes[6]),
            Scalar(truncatingIfNeeded: lanes[7])
        )
    }
}

extension SIMD8<Int16> {
    /// The lanes, with zero instead of negative numbers. The arithmetic shift sets all bits of a negative lane. The
    /// inverse of the result is a mask that clears this lane.
    @inlinable @inline(__always) var positivePart: Self { self & ~(self &>> 15) }
}
