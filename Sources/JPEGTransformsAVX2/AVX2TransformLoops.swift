import JPEGTransforms

/// The loops for CPUs with AVX2. The instructions of AVX2 have three operands, so the loops need fewer copies of
/// registers.
package enum AVX2TransformLoops: TransformLoops {}
