import ResamplingKernels

/// Bytes, for processors with AVX2. Floats gain nothing by it.
package enum AVX2ByteKernels: ReductionKernels { package typealias Sample = UInt8 }
