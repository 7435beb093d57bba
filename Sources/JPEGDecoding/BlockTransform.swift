/// Computes the samples of a component's blocks at a scale, with the inverse discrete cosine transform.
struct BlockTransform {
    private let scale: JPEGScale
    /// The factor of each coefficient of a stored block: its quantization step times the scale factors of the
    /// transform.
    private let factors: [Float]

    /// A bit mask of the coefficients in rows 4 to 7 of a block. The bits are in the order of the file. If a block has
    /// none of these coefficients, the transform skips these rows.
    private static let lowerRows: UInt64 = (1..<64).reduce(0) { bits, index in
        ZigzagOrder.stored[index] % 8 >= 4 ? bits | 1 << UInt64(index) : bits
    }

    /// - Parameter steps: the quantization steps in the order of the file.
    init(_ scale: JPEGScale, steps: [UInt16]) {
        self.scale = scale
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
        let view = blocks.view
        let output = plane.rows(ofBlocks: planeRow, scale)
        let (first, count, stride) = (row * blocks.columns, blocks.columns, plane.stride)
        factors.withUnsafeBufferPointer { factors in
            guard let factors = factors.baseAddress else { return }
            switch scale {
            case .full: Self.full(view, first, count, factors, output, stride)
            case .half: Self.half(view, first, count, factors, output, stride)
            case .quarter:
                for index in 0..<count {
                    ReducedTransforms.quarter(
                        view.block(first &+ index),
                        view.side,
                        factors,
                        to: output + 2 &* index,
                        stride: stride
                    )
                }
            case .eighth:
                for index in 0..<count {
                    output[index] = ReducedTransforms.mean(view.block(first &+ index)[0], factors[0])
                }
            }
        }
    }

    @inline(never)
    private static func full(
        _ view: CoefficientBlocks.View,
        _ first: Int,
        _ count: Int,
        _ factors: UnsafePointer<Float>,
        _ output: UnsafeMutablePointer<UInt8>,
        _ stride: Int
    ) {
        let lowerRows = lowerRows
        for index in 0..<count {
            let block = view.block(first &+ index)
            let mask = view.masks[first &+ index]
            let output = output + 8 &* index
            if mask <= 1 {
                let samples = SIMD8<UInt8>(repeating: ReducedTransforms.mean(block[0], factors[0]))
                for row in 0..<8 {
                    UnsafeMutableRawPointer(output + row &* stride).storeBytes(of: samples, as: SIMD8<UInt8>.self)
                }
            } else {
                FullTransform.apply(
                    block,
                    factors,
                    hasLowRowsOnly: mask & lowerRows == 0,
                    to: output,
                    stride: stride
                )
            }
        }
    }

    @inline(never)
    private static func half(
        _ view: CoefficientBlocks.View,
        _ first: Int,
        _ count: Int,
        _ factors: UnsafePointer<Float>,
        _ output: UnsafeMutablePointer<UInt8>,
        _ stride: Int
    ) {
        for index in 0..<count {
            let block = view.block(first &+ index)
            let output = output + 4 &* index
            if view.masks[first &+ index] <= 1 {
                let samples = SIMD4<UInt8>(repeating: ReducedTransforms.mean(block[0], factors[0]))
                for row in 0..<4 {
                    UnsafeMutableRawPointer(output + row &* stride).storeBytes(of: samples, as: SIMD4<UInt8>.self)
                }
            } else {
                ReducedTransforms.half(block, view.side, factors, to: output, stride: stride)
            }
        }
    }
}
