import ResamplingKernels

/// The loops for bytes on processors with AVX2. AVX2 would not make the loops for floats faster.
package enum AVX2ByteKernels: ReductionKernels { package typealias Sample = UInt8 }
