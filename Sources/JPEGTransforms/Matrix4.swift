/// Four rows of four numbers. `JPEGEncoding` uses this type too. The declarations are `@usableFromInline` or
/// `@inlinable`, because the compiler inlines no other declarations into another target.
@usableFromInline package struct Matrix4 {
    @usableFromInline package var a: SIMD4<Float>
    @usableFromInline package var b: SIMD4<Float>
    @usableFromInline package var c: SIMD4<Float>
    @usableFromInline package var d: SIMD4<Float>

    @inlinable @inline(__always)
    package init(a: SIMD4<Float>, b: SIMD4<Float>, c: SIMD4<Float>, d: SIMD4<Float>) {
        (self.a, self.b, self.c, self.d) = (a, b, c, d)
    }

    /// The lanes are listed one by one, because the compiler does not vectorize loops over lanes.
    @inlinable @inline(__always)
    package var transposed: Matrix4 {
        Matrix4(
            a: SIMD4(a[0], b[0], c[0], d[0]),
            b: SIMD4(a[1], b[1], c[1], d[1]),
            c: SIMD4(a[2], b[2], c[2], d[2]),
            d: SIMD4(a[3], b[3], c[3], d[3])
        )
    }
}
