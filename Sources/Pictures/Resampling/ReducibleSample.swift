import CPUFeatures
import ResamplingKernels
import ResamplingKernelsAVX2

/// A type of sample that a `Reduction` supports.
protocol ReducibleSample: KernelSample {
    /// A type with the size of two samples. It is used to move two samples as one value.
    associatedtype TwoSamples: SIMDScalar

    static var filters: RecentFilters<Self> { get }
    /// The fastest kernels for the processor of this machine.
    static var kernels: any ReductionKernels<Self>.Type { get }
}

extension UInt8: ReducibleSample {
    typealias TwoSamples = UInt16

    static let filters = RecentFilters<UInt8>()
    static var kernels: any ReductionKernels<UInt8>.Type {
        CPU.hasAVX2 ? AVX2ByteKernels.self : ByteKernels.self
    }
}

extension Float: ReducibleSample {
    typealias TwoSamples = UInt64

    static let filters = RecentFilters<Float>()
    static var kernels: any ReductionKernels<Float>.Type { FloatKernels.self }
}
