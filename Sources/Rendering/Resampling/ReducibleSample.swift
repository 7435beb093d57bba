/// A sample that a `Reduction` takes and gives, and the arithmetic for it.
protocol ReducibleSample: SIMDScalar, Numeric, Hashable, Codable, Sendable {
    /// What a sample and a weight are while they are multiplied.
    associatedtype Lane: SIMDScalar, Hashable, Numeric, Sendable where Lane.SIMD8Storage: Sendable
    associatedtype Sum: SIMDScalar
    /// As large as two samples, so that two are moved as one.
    associatedtype Couple: SIMDScalar

    static var filters: RecentFilters<Self> { get }
    /// What a sum begins with, so that it is rounded to the nearest in the end.
    static var half: Sum { get }

    static func lanes(_ samples: SIMD8<Self>) -> SIMD8<Lane>
    /// - Parameter weights: of a window; together 1.
    static func lanes(ofWeights weights: [Double]) -> [Lane]
    /// The products of samples and weights, those of neighbours added to one sum.
    static func adding(_ samples: SIMD8<Lane>, times weights: SIMD8<Lane>, to sum: SIMD4<Sum>) -> SIMD4<Sum>
    static func samples(from sums: SIMD4<Sum>) -> SIMD4<Self>
}

/// Whole numbers: a weight has 14 bits after the point, so the sum of a window is exact.
extension UInt8: ReducibleSample {
    typealias Couple = UInt16

    private static let precision = Int32(14)

    static let filters = RecentFilters<UInt8>()
    static var half: Int32 { 1 << (precision - 1) }

    @inline(__always) static func lanes(_ samples: SIMD8<UInt8>) -> SIMD8<Int16> { SIMD8(truncatingIfNeeded: samples) }

    static func lanes(ofWeights weights: [Double]) -> [Int16] {
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

    /// In this form the compiler finds the instruction that multiplies eight pairs and adds neighbours (pmaddwd).
    @inline(__always)
    static func adding(_ samples: SIMD8<Int16>, times weights: SIMD8<Int16>, to sum: SIMD4<Int32>) -> SIMD4<Int32> {
        let products = SIMD8<Int32>(truncatingIfNeeded: samples) &* SIMD8<Int32>(truncatingIfNeeded: weights)
        return sum &+ (products.evenHalf &+ products.oddHalf)
    }

    @inline(__always) static func samples(from sums: SIMD4<Int32>) -> SIMD4<UInt8> {
        let values = (sums &>> precision).clamped(lowerBound: .zero, upperBound: SIMD4(repeating: 255))
        return SIMD4(truncatingIfNeeded: values)
    }
}

extension Float: ReducibleSample {
    typealias Couple = UInt64

    static let filters = RecentFilters<Float>()
    static var half: Float { 0 }

    @inline(__always) static func lanes(_ samples: SIMD8<Float>) -> SIMD8<Float> { samples }
    /// What a sine of whole multiples of π leaves is no weight.
    static func lanes(ofWeights weights: [Double]) -> [Float] { weights.map { abs($0) < 1e-12 ? 0 : Float($0) } }

    @inline(__always)
    static func adding(_ samples: SIMD8<Float>, times weights: SIMD8<Float>, to sum: SIMD4<Float>) -> SIMD4<Float> {
        let products = samples * weights
        return sum + (products.evenHalf + products.oddHalf)
    }

    @inline(__always) static func samples(from sums: SIMD4<Float>) -> SIMD4<Float> { sums }
}
