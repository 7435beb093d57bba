/// The type of a sample, with the arithmetic of weighted sums.
@usableFromInline package protocol KernelSample: SIMDScalar, Numeric, Hashable, Codable, Sendable {
    /// The type that samples and weights are converted to before they are multiplied.
    associatedtype Lane: SIMDScalar, Numeric, Hashable, Sendable where Lane.SIMD16Storage: Sendable
    /// The type of a weighted sum. The sum is exact for integer samples.
    associatedtype Sum: SIMDScalar

    /// The initial value of a sum. For integers, this value makes the final shift round to the nearest number.
    static var half: Sum { get }

    /// Converts the samples of a `ReductionKernels.Block`.
    static func lanes(_ samples: SIMD16<Self>) -> SIMD16<Lane>
    /// Converts the weights of a window. The sum of the weights is 1.
    static func lanes(ofWeights weights: [Double]) -> [Lane]
    /// Multiplies samples by weights and adds the products of two neighbours to one sum.
    static func adding(_ samples: SIMD16<Lane>, times weights: SIMD16<Lane>, to sum: SIMD8<Sum>) -> SIMD8<Sum>
    /// Converts sums that started with `half`. Integer values below black or above white are clamped.
    static func samples(from sums: SIMD8<Sum>) -> SIMD8<Self>
}

/// Weights are integers with 14 fractional bits, so the sum of a window is exact.
extension UInt8: KernelSample {
    @inlinable @inline(__always) static var precision: Int32 { 14 }
    @inlinable @inline(__always) package static var half: Int32 { 1 << (precision - 1) }

    @inlinable @inline(__always)
    package static func lanes(_ samples: SIMD16<UInt8>) -> SIMD16<Int16> { SIMD16(widening: samples) }

    @usableFromInline package static func lanes(ofWeights weights: [Double]) -> [Int16] {
        // Add the rounding error of each weight to the next weight, so that the sum of the weights stays 1. With
        // another sum, areas of one colour would change.
        var exact = 0.0
        var assigned = 0.0
        return weights.map { weight in
            exact += weight * Double(1 << precision)
            let lane = exact.rounded() - assigned
            assigned += lane
            return Int16(lane)
        }
    }

    /// The compiler translates this form into the instruction that multiplies pairs and adds neighbours (PMADDWD).
    @inlinable @inline(__always)
    package static func adding(
        _ samples: SIMD16<Int16>,
        times weights: SIMD16<Int16>,
        to sum: SIMD8<Int32>
    ) -> SIMD8<Int32> {
        let products = SIMD16<Int32>(widening: samples) &* SIMD16<Int32>(widening: weights)
        return sum &+ (products.evens &+ products.odds)
    }

    @inlinable @inline(__always)
    package static func samples(from sums: SIMD8<Int32>) -> SIMD8<UInt8> {
        // A result of the filter leaves the range from black to white by less than half of this range, so the values
        // fit into 16 bits.
        let values = SIMD8<Int16>(narrowing: sums &>> precision)
        // This is `min(max(value, 0), 255)`, in a form for which the compiler uses vector instructions.
        let white = SIMD8<Int16>(repeating: 255)
        return SIMD8(narrowing: white &- (white &- values.positivePart).positivePart)
    }
}

extension Float: KernelSample {
    @inlinable @inline(__always) package static var half: Float { 0 }

    @inlinable @inline(__always)
    package static func lanes(_ samples: SIMD16<Float>) -> SIMD16<Float> { samples }

    /// Weights that should be zero can be only close to zero, because they are computed with `sin` of multiples of π.
    /// Such weights become exactly zero, so that zeros at the ends of a window can be dropped.
    @usableFromInline package static func lanes(ofWeights weights: [Double]) -> [Float] {
        weights.map { abs($0) < 1e-12 ? 0 : Float($0) }
    }

    @inlinable @inline(__always)
    package static func adding(
        _ samples: SIMD16<Float>,
        times weights: SIMD16<Float>,
        to sum: SIMD8<Float>
    ) -> SIMD8<Float> {
        let products = samples * weights
        return sum + (products.evens + products.odds)
    }

    @inlinable @inline(__always)
    package static func samples(from sums: SIMD8<Float>) -> SIMD8<Float> { sums }
}
