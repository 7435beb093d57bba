extension JPEGPicture {
    /// Calls `body`, which decodes a scan.
    /// - Parameter body: receives a decoder at the start of the scan.
    func withDecoder(
        of scan: Scan,
        _ body: (inout ScanDecoder) throws(JPEGRefusal) -> Void
    ) throws(JPEGRefusal) {
        let units = scan.units(frame)
        let total = units.columns * units.rows
        let interval = scan.restartInterval == 0 ? total : scan.restartInterval
        let result = file.withUnsafeBufferPointer { file in
            Result { () throws(JPEGRefusal) in
                let data = try EntropyCodedData(of: file, scan.data, intervals: (total + interval - 1) / interval)
                defer { data.deallocate() }
                var decoder = try ScanDecoder(scan, of: frame, data)
                try body(&decoder)
            }
        }
        try result.get()
    }

    /// Whether one scan contains all coefficients. If so, the decoder needs the coefficients of only one row of units
    /// at a time.
    var hasOneScan: Bool { !frame.isProgressive && scans.count == 1 }

    /// Returns whether all scans contain the data that their headers promise.
    /// - Parameter byteLimit: the largest size of the coefficients in memory. The result is false for a file that needs
    ///   more.
    package func hasCompleteScans(byteLimit: Int) -> Bool {
        (try? coefficients(frame.components.map { _ in .full }, byteLimit: byteLimit)) != nil
    }

    /// Decodes the coefficients of all components.
    /// - Parameters:
    ///   - scales: for each component, the largest scale whose coefficients are needed.
    ///   - byteLimit: the largest size of the coefficients in memory. A file that needs more is refused.
    func coefficients(_ scales: [JPEGScale], byteLimit: Int) throws(JPEGRefusal) -> [CoefficientBlocks] {
        let bytes = zip(frame.components, scales).map { component, scale in
            CoefficientBlocks.byteCount(columns: component.paddedColumns, rows: component.paddedRows, scale)
        }
        guard bytes.reduce(0, +) <= byteLimit else { throw JPEGRefusal("more coefficients than the limit") }
        var blocks: [CoefficientBlocks] = []
        for (component, scale) in zip(frame.components, scales) {
            blocks.append(
                try CoefficientBlocks(columns: component.paddedColumns, rows: component.paddedRows, scale)
            )
        }
        for scan in scans {
            // If only the first coefficient of each block of a component is needed, skip the scans that contain other
            // coefficients of this component. Each of these scans has only one component.
            if scan.header.first > 0, scales[scan.header.components[0].index] == .eighth { continue }
            try withDecoder(of: scan) { decoder throws(JPEGRefusal) in try decoder.decodeAll(to: blocks) }
        }
        return blocks
    }
}

/// The coefficients of a component, for tests.
package struct JPEGCoefficients {
    package let columns: Int
    package let rows: Int
    /// The coefficients of the blocks that show the picture, one row of blocks after the other. Within a block, the
    /// coefficients are stored row by row, not in the order of the file.
    package let values: [Int16]
}

extension JPEGPicture {
    /// Decodes all coefficients, for tests.
    package func coefficients() throws(JPEGRefusal) -> [JPEGCoefficients] {
        let blocks = try coefficients(frame.components.map { _ in .full }, byteLimit: .max)
        return zip(frame.components, blocks).map { component, blocks in
            var values: [Int16] = []
            values.reserveCapacity(component.columns * component.rows * 64)
            for row in 0..<component.rows {
                for column in 0..<component.columns {
                    let block = blocks.block(row * blocks.columns + column)
                    // Stored blocks are transposed.
                    for index in 0..<64 { values.append(block[index % 8 * 8 + index / 8]) }
                }
            }
            return JPEGCoefficients(columns: component.columns, rows: component.rows, values: values)
        }
    }
}
