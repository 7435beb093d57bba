/// Transforms the blocks of a picture and lists their tokens (ITU T.81, F.1.2).
enum PictureTokens {
    /// - Parameters:
    ///   - factor: the number of columns and rows of luma blocks in a unit. All other components have one block in a
    ///     unit.
    ///   - tables: the quantization of each component.
    static func append(
        _ components: [JPEGComponent],
        _ factor: Int,
        _ tables: [QuantizationTable],
        to list: inout TokenList
    ) {
        let columns = (components[0].columns + factor - 1) / factor
        let rows = (components[0].rows + factor - 1) / factor
        var parts = zip(components, tables).enumerated().map { index, pair in
            BlockTokens(pair.0, pair.1, of: TokenList.Table(component: min(index, 1), kind: 0))
        }
        withSamples(of: components[...]) { samples in
            for row in 0..<rows {
                for column in 0..<columns {
                    for index in parts.indices {
                        let unit = index == 0 ? factor : 1
                        for y in 0..<unit {
                            for x in 0..<unit {
                                let (column, row) = (unit &* column &+ x, unit &* row &+ y)
                                parts[index].append(samples[index], column: column, row: row, to: &list)
                            }
                        }
                    }
                }
            }
        }
    }

    /// Calls `body` with pointers to the samples of all components. With the arrays themselves, the loops would spend
    /// time on reference counting.
    private static func withSamples(
        of components: ArraySlice<JPEGComponent>,
        _ known: [UnsafeBufferPointer<UInt8>] = [],
        _ body: ([UnsafeBufferPointer<UInt8>]) -> Void
    ) {
        guard let first = components.first else { return body(known) }
        first.samples.withUnsafeBufferPointer { samples in
            withSamples(of: components.dropFirst(), known + [samples], body)
        }
    }
}
