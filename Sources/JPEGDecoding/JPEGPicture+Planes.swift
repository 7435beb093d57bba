extension JPEGPicture {
    /// Decodes the planes of each component at the requested scales.
    ///
    /// The samples of a plane do not depend on the other requested scales. The set of all requested scales determines
    /// only which scans the decoder skips.
    /// - Parameters:
    ///   - scales: the requested scales of each component.
    ///   - byteLimit: the largest size of the coefficients in memory. It does not apply to a picture with one scan.
    /// - Throws: `JPEGRefusal` for broken data, and for coefficients that exceed the limit.
    package func planes(_ scales: [Set<JPEGScale>], byteLimit: Int) throws(JPEGRefusal) -> [[JPEGScale: JPEGPlane]] {
        precondition(scales.count == frame.components.count)
        let needsAll = scales.map { scales in scales.contains { $0 != .eighth } }
        var outputs: [Output] = []
        for (index, scales) in scales.enumerated() {
            for scale in scales.sorted() {
                outputs.append(
                    Output(
                        component: index,
                        scale: scale,
                        transform: BlockTransform(scale, steps: steps[index]),
                        plane: try JPEGPlane(frame.components[index], of: frame, scale)
                    )
                )
            }
        }
        if hasOneScan {
            try decodeRows(needsAll, to: outputs)
        } else {
            let blocks = try coefficients(needsAll: needsAll, byteLimit: byteLimit)
            for output in outputs {
                for row in 0..<blocks[output.component].rows {
                    output.transform.transform(blocks[output.component], row, to: output.plane, row)
                }
            }
        }
        var planes = [[JPEGScale: JPEGPlane]](repeating: [:], count: scales.count)
        for output in outputs { planes[output.component][output.scale] = output.plane }
        return planes
    }

    /// A requested plane.
    private struct Output {
        let component: Int
        let scale: JPEGScale
        let transform: BlockTransform
        let plane: JPEGPlane
    }

    /// Decodes a picture with one scan. Only the coefficients of one row of units are in memory at a time.
    private func decodeRows(_ needsAll: [Bool], to outputs: [Output]) throws(JPEGRefusal) {
        var blocks: [CoefficientBlocks] = []
        for (component, needsAll) in zip(frame.components, needsAll) {
            blocks.append(
                try CoefficientBlocks(
                    columns: component.paddedColumns,
                    rows: component.verticalFactor,
                    hasAll: needsAll
                )
            )
        }
        let row = blocks
        try withDecoder(of: scans[0]) { decoder throws(JPEGRefusal) in
            for unit in 0..<frame.unitRows {
                for blocks in row where blocks.hasAll { blocks.clear() }
                try decoder.decodeRow(0, to: row)
                for output in outputs {
                    let blocks = row[output.component]
                    for row in 0..<blocks.rows {
                        output.transform.transform(blocks, row, to: output.plane, unit * blocks.rows + row)
                    }
                }
            }
        }
    }
}
