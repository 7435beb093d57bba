/// Consecutive rows of a plane. The memory is valid only during the call that receives the strip.
package struct JPEGStrip {
    package let component: Int
    package let scale: JPEGScale
    package let samples: UnsafePointer<UInt8>
    /// The distance between the starts of two rows.
    package let stride: Int
    /// The number of rows. It is even, except in the last strip.
    package let count: Int
}

extension JPEGPicture {
    /// The number of rows of units in a strip. With two rows of units, the number of rows of samples is even at each
    /// scale. It must be even, because `PlaneReduction` processes rows in pairs.
    private static let unitsPerStrip = 2

    /// Decodes planes from top to bottom, and passes each strip to `receive` at once. So no complete plane is in
    /// memory, and the rows of a strip are in the cache of the CPU when `receive` uses them.
    ///
    /// The samples of a plane do not depend on the other requested scales. The requested scales together determine only
    /// which scans the decoder skips, and which coefficients it stores.
    /// - Parameters:
    ///   - scales: the requested scales of each component.
    ///   - byteLimit: the largest size of the coefficients in memory. It does not apply to a picture with one scan.
    ///   - receive: is called for each strip of each requested plane.
    /// - Throws: `JPEGRefusal` for broken data, and for coefficients that exceed the limit.
    package func forEachStrip(
        of scales: [Set<JPEGScale>],
        byteLimit: Int,
        _ receive: (JPEGStrip) -> Void
    ) throws(JPEGRefusal) {
        let units = Self.unitsPerStrip
        let outputs = try outputs(scales, units: units)
        try decode(outputs, byteLimit: byteLimit) { unit in
            let isLast = unit == frame.unitRows - 1
            guard isLast || unit % units == units - 1 else { return }
            for output in outputs {
                let rowsPerUnit = output.rowsPerUnit * output.scale.samplesPerBlock
                let (top, end) = (unit / units * units * rowsPerUnit, (unit + 1) * rowsPerUnit)
                receive(
                    JPEGStrip(
                        component: output.component,
                        scale: output.scale,
                        samples: UnsafePointer(output.plane.samples),
                        stride: output.plane.stride,
                        count: min(end, output.plane.height) - top
                    )
                )
            }
        }
    }

    /// Decodes complete planes, for tests. The parameters have the same meaning as in `forEachStrip`.
    package func planes(_ scales: [Set<JPEGScale>], byteLimit: Int) throws(JPEGRefusal) -> [[JPEGScale: JPEGPlane]] {
        let outputs = try outputs(scales, units: frame.unitRows)
        try decode(outputs, byteLimit: byteLimit) { _ in }
        var planes = [[JPEGScale: JPEGPlane]](repeating: [:], count: scales.count)
        for output in outputs { planes[output.component][output.scale] = output.plane }
        return planes
    }

    /// A requested plane.
    private struct Output {
        let component: Int
        let scale: JPEGScale
        let transform: BlockTransform
        /// The number of rows of blocks in a row of units.
        let rowsPerUnit: Int
        /// Memory for some rows of units. When the memory is full, the next row of units replaces the first row of
        /// units.
        let plane: JPEGPlane
        let units: Int

        func transform(_ blocks: CoefficientBlocks, from first: Int, unit: Int) {
            for row in 0..<rowsPerUnit {
                transform.transform(blocks, first + row, to: plane, unit % units * rowsPerUnit + row)
            }
        }
    }

    private func outputs(_ scales: [Set<JPEGScale>], units: Int) throws(JPEGRefusal) -> [Output] {
        precondition(scales.count == frame.components.count)
        var outputs: [Output] = []
        for (index, scales) in scales.enumerated() {
            let component = frame.components[index]
            for scale in scales.sorted() {
                outputs.append(
                    Output(
                        component: index,
                        scale: scale,
                        transform: BlockTransform(scale, steps: steps[index]),
                        rowsPerUnit: component.verticalFactor,
                        plane: try JPEGPlane(component, of: frame, scale, units: units),
                        units: units
                    )
                )
            }
        }
        return outputs
    }

    /// - Parameter didDecode: is called after each row of units.
    private func decode(
        _ outputs: [Output],
        byteLimit: Int,
        _ didDecode: (_ unit: Int) -> Void
    ) throws(JPEGRefusal) {
        let largest = frame.components.indices.map { component in
            outputs.filter { $0.component == component }.map(\.scale).max() ?? .eighth
        }
        if hasOneScan {
            try decodeRows(largest, to: outputs, didDecode)
            return
        }
        let blocks = try coefficients(largest, byteLimit: byteLimit)
        for unit in 0..<frame.unitRows {
            for output in outputs {
                output.transform(blocks[output.component], from: unit * output.rowsPerUnit, unit: unit)
            }
            didDecode(unit)
        }
    }

    /// Decodes a picture with one scan. Only the coefficients of one row of units are in memory at a time.
    private func decodeRows(
        _ scales: [JPEGScale],
        to outputs: [Output],
        _ didDecode: (_ unit: Int) -> Void
    ) throws(JPEGRefusal) {
        var blocks: [CoefficientBlocks] = []
        for (component, scale) in zip(frame.components, scales) {
            blocks.append(
                try CoefficientBlocks(columns: component.paddedColumns, rows: component.verticalFactor, scale)
            )
        }
        let row = blocks
        try withDecoder(of: scans[0]) { decoder throws(JPEGRefusal) in
            for unit in 0..<frame.unitRows {
                for blocks in row where blocks.hasOthers { blocks.clear() }
                try decoder.decodeRow(0, to: row)
                for output in outputs { output.transform(row[output.component], from: 0, unit: unit) }
                didDecode(unit)
            }
        }
    }
}
