import CPUFeatures
import JPEGTransforms
import JPEGTransformsAVX2

/// Computes the samples of a component's blocks at a scale, with the inverse discrete cosine transform.
struct BlockTransform {
    private let scale: JPEGScale
    /// The factor of each coefficient of a stored block: its quantization step times the scale factors of the
    /// transform.
    private let factors: [Float]
    private let loops: any TransformLoops.Type

    /// A bit mask of the coefficients in rows 4 to 7 of a block. The bits are in the order of the file. If all these
    /// coefficients of a block are 0, the full transform skips them.
    private static let lowerRows: UInt64 = (1..<64).reduce(0) { bits, index in
        ZigzagOrder.stored[index] % 8 >= 4 ? bits | 1 << UInt64(index) : bits
    }

    /// The fastest loops for the CPU of this machine.
    private static let fastestLoops: any TransformLoops.Type =
        CPU.hasAVX2 ? AVX2TransformLoops.self : PortableTransformLoops.self

    /// - Parameter steps: the quantization steps in the order of the file.
    init(_ scale: JPEGScale, steps: [UInt16], loops: (any TransformLoops.Type)? = nil) {
        self.scale = scale
        self.loops = loops ?? Self.fastestLoops
        let scales: [Double] =
            switch scale {
            case .full: FullTransform.scales.map { $0 / 8.0.squareRoot() }
            case .half: ReducedTransforms.halfScales
            case .quarter, .eighth: ReducedTransforms.quarterScales
            }
        var factors = [Float](repeating: 0, count: 64)
        for (index, step) in steps.enumerated() {
            let stored = Int(ZigzagOrder.stored[index])
            factors[stored] = Float(Double(step) * scales[stored / 8] * scales[stored % 8])
        }
        self.factors = factors
    }

    /// Transforms a row of blocks to samples.
    /// - Parameters:
    ///   - row: the index of the row in `blocks`.
    ///   - plane: receives the samples. It must have at least as many columns of blocks as `blocks`.
    ///   - planeRow: the index of the row of blocks in the plane.
    func transform(_ blocks: CoefficientBlocks, _ row: Int, to plane: JPEGPlane, _ planeRow: Int) {
        precondition(row >= 0 && row < blocks.rows && blocks.columns * scale.samplesPerBlock <= plane.stride)
        precondition(scale <= blocks.scale)
        let first = row * blocks.columns
        let output = plane.rows(ofBlocks: planeRow, scale)
        factors.withUnsafeBufferPointer { factors in
            guard let factors = factors.baseAddress else { return }
            let row = BlockRow(
                count: blocks.columns,
                coefficients: blocks.block(first),
                coefficientsPerBlock: blocks.coefficientsPerBlock,
                side: blocks.scale.samplesPerBlock,
                masks: blocks.masks + first,
                lowerRows: Self.lowerRows,
                factors: factors,
                output: output,
                stride: plane.stride
            )
            switch scale {
            case .full: loops.full(row)
            case .half: loops.half(row)
            case .quarter: loops.quarter(row)
            case .eighth:
                for index in 0..<blocks.columns {
                    output[index] = ReducedTransforms.mean(blocks.block(first &+ index)[0], factors[0])
                }
            }
        }
    }
}
