import ResamplingKernels

/// The loops for bytes on CPUs with AVX2. There are no loops for floats, because AVX2 would not make them faster.
package enum AVX2ByteKernels: ReductionKernels { package typealias Sample = UInt8 }
