/// Alternates the elements of two vectors.
@inline(__always)
func interleaving<Scalar>(_ first: SIMD4<Scalar>, _ second: SIMD4<Scalar>) -> SIMD8<Scalar> {
    var both = SIMD8<Scalar>()
    both.evenHalf = first
    both.oddHalf = second
    return both
}

/// Interleaves the halves separately, because the compiler turns an operation on sixteen lanes into a loop.
@inline(__always)
func interleaving<Scalar>(_ first: SIMD8<Scalar>, _ second: SIMD8<Scalar>) -> SIMD16<Scalar> {
    SIMD16(
        lowHalf: interleaving(first.lowHalf, second.lowHalf),
        highHalf: interleaving(first.highHalf, second.highHalf)
    )
}
