/// The loops over the blocks of a row, compiled for one kind of CPU.
///
/// The compiler chooses the instruction set for a whole target of the package. So two types conform to this protocol:
/// one in this target, for every CPU, and one in `JPEGTransformsAVX2`, for CPUs with AVX2. The loops are
/// written only once, in this file, and the compiler inlines them into both types. Everything that the loops use is
/// `@usableFromInline` or `@inlinable`, because the compiler does not inline other declarations into another target.
@usableFromInline package protocol TransformLoops: SendableMetatype {
    /// Transforms each block to 8 × 8 samples.
    static func full(_ row: BlockRow)
    /// Transforms each block to 4 × 4 samples.
    static func half(_ row: BlockRow)
    /// Transforms each block to 2 × 2 samples.
    static func quarter(_ row: BlockRow)
}

extension TransformLoops {
    @inlinable @inline(__always)
    package static func full(_ row: BlockRow) {
        for index in 0..<row.count {
            let block = row.block(index)
            let mask = row.masks[index]
            let output = row.output + 8 &* index
            if mask <= 1 {
                let samples = SIMD8<UInt8>(repeating: ReducedTransforms.mean(block[0], row.factors[0]))
                for line in 0..<8 {
                    UnsafeMutableRawPointer(output + line &* row.stride).storeBytes(of: samples, as: SIMD8<UInt8>.self)
                }
            } else {
                FullTransform.apply(
                    block,
                    row.factors,
                    hasLowRowsOnly: mask & row.lowerRows == 0,
                    to: output,
                    stride: row.stride
                )
            }
        }
    }

    @inlinable @inline(__always)
    package static func half(_ row: BlockRow) {
        for index in 0..<row.count {
            let block = row.block(index)
            let output = row.output + 4 &* index
            if row.masks[index] <= 1 {
                let samples = SIMD4<UInt8>(repeating: ReducedTransforms.mean(block[0], row.factors[0]))
                for line in 0..<4 {
                    UnsafeMutableRawPointer(output + line &* row.stride).storeBytes(of: samples, as: SIMD4<UInt8>.self)
                }
            } else {
                ReducedTransforms.half(block, row.side, row.factors, to: output, stride: row.stride)
            }
        }
    }

    @inlinable @inline(__always)
    package static func quarter(_ row: BlockRow) {
        for index in 0..<row.count {
            ReducedTransforms.quarter(
                row.block(index),
                row.side,
                row.factors,
                to: row.output + 2 &* index,
                stride: row.stride
            )
        }
    }
}

/// The loops for every CPU.
package enum PortableTransformLoops: TransformLoops {}
