import ResamplingKernels
import ResamplingKernelsAVX2

/// A sample that a `Reduction` takes and gives.
protocol ReducibleSample: KernelSample {
    /// As large as two samples, so that two are moved as one.
    associatedtype Couple: SIMDScalar

    static var filters: RecentFilters<Self> { get }
    /// The loops for this processor.
    static var kernels: any ReductionKernels<Self>.Type { get }
}

extension UInt8: ReducibleSample {
    typealias Couple = UInt16

    static let filters = RecentFilters<UInt8>()
    static var kernels: any ReductionKernels<UInt8>.Type {
        CPU.hasAVX2 ? AVX2ByteKernels.self : ByteKernels.self
    }
}

extension Float: ReducibleSample {
    typealias Couple = UInt64

    static let filters = RecentFilters<Float>()
    static var kernels: any ReductionKernels<Float>.Type { FloatKernels.self }
}
