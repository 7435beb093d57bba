import ResamplingKernels

/// The loops for bytes on processors with AVX2. Floats would not be faster with AVX2.
package enum AVX2ByteKernels: ReductionKernels { package typealias Sample = UInt8 }
