/// A sample of a picture, and the arithmetic of sums by weights.
@usableFromInline package protocol KernelSample: SIMDScalar, Numeric, Hashable, Codable, Sendable {
    /// What a sample and a weight are while they are multiplied.
    associatedtype Lane: SIMDScalar, Numeric, Hashable, Sendable where Lane.SIMD16Storage: Sendable
    /// Holds the sum of a window, exactly where samples are whole numbers.
    associatedtype Sum: SIMDScalar

    /// What a sum begins with, so that it is rounded to the nearest in the end.
    static var half: Sum { get }

    /// Eight samples, each with its neighbour, as they are multiplied.
    static func lanes(_ samples: SIMD16<Self>) -> SIMD16<Lane>
    /// - Parameter weights: of a window; together 1.
    static func lanes(ofWeights weights: [Double]) -> [Lane]
    /// The products of samples and weights, those of neighbours added to one sum.
    static func adding(_ samples: SIMD16<Lane>, times weights: SIMD16<Lane>, to sum: SIMD8<Sum>) -> SIMD8<Sum>
    /// - Parameter sums: that began with `half`. What lies beyond black and white becomes these, where samples end there.
    static func samples(from sums: SIMD8<Sum>) -> SIMD8<Self>
}

/// Whole numbers: a weight has 14 bits after the point, so the sum of a window is exact.
extension UInt8: KernelSample {
    @inlinable @inline(__always) static var precision: Int32 { 14 }
    @inlinable @inline(__always) package static var half: Int32 { 1 << (precision - 1) }

    @inlinable @inline(__always)
    package static func lanes(_ samples: SIMD16<UInt8>) -> SIMD16<Int16> { SIMD16(widening: samples) }

    @usableFromInline package static func lanes(ofWeights weights: [Double]) -> [Int16] {
        // What rounding takes from one weight goes to the next: together they stay 1, or flat colours would change.
        var exact = 0.0
        var given = 0.0
        return weights.map { weight in
            exact += weight * Double(1 << precision)
            let lane = exact.rounded() - given
            given += lane
            return Int16(lane)
        }
    }

    /// In this form the compiler finds the instruction that multiplies pairs and adds neighbours (pmaddwd).
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
        // The filter overshoots by less than half of white: 16 bits hold far more.
        let values = SIMD8<Int16>(narrowing: sums &>> precision)
        // min(max(value, 0), 255), in steps that stay vector instructions.
        let white = SIMD8<Int16>(repeating: 255)
        return SIMD8(narrowing: white &- (white &- values.positivePart).positivePart)
    }
}

extension Float: KernelSample {
    @inlinable @inline(__always) package static var half: Float { 0 }

    @inlinable @inline(__always)
    package static func lanes(_ samples: SIMD16<Float>) -> SIMD16<Float> { samples }

    /// What a sine of whole multiples of π leaves is no weight.
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
