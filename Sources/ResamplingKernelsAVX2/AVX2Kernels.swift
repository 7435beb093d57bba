import ResamplingKernels

/// Bytes, for processors with AVX2. Floats gain nothing by it.
public enum AVX2ByteKernels: ReductionKernels { public typealias Sample = UInt8 }
