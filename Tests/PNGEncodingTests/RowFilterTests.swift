import Testing

@testable import PNGEncoding

struct RowFilterTests {
    /// The expected bytes are computed by hand from the definitions in PNG, third edition, 9.2.
    @Test(arguments: [
        (RowFilter.none, [10, 20, 15, 250], 51), (.sub, [10, 10, 251, 235], 46), (.up, [5, 246, 246, 245], 36),
        (.average, [8, 0, 249, 240], 31), (.paeth, [5, 246, 251, 245], 31),
    ])
    func rowsAreFilteredAsDefined(filter: RowFilter, expected: [UInt8], sum: Int) {
        let filtered = filtered([10, 20, 15, 250], above: [5, 30, 25, 5], pixelSize: 1, filter)
        #expect(filtered.bytes == expected)
        #expect(filtered.sum == sum)
    }

    /// The widths include one pixel, widths around the sizes of vectors, and a row of several blocks.
    @Test(arguments: RowFilter.allCases, [1, 2, 3, 5, 8, 15, 16, 17, 31, 32, 33, 64, 100, 65_535])
    func filtersCanBeReversed(filter: RowFilter, width: Int) {
        for pixelSize in 1...4 {
            // In a small range of values, the predictor of Paeth often has to choose between equal distances.
            for range in [4, 256] as [UInt32] {
                let row = noise(width * pixelSize, range, seed: 1)
                let above = noise(width * pixelSize, range, seed: 2)
                let filtered = filtered(row, above: above, pixelSize: pixelSize, filter)
                #expect(reversed(filtered.bytes, above: above, pixelSize: pixelSize, filter.rawValue) == row)
                #expect(filtered.sum == filtered.bytes.reduce(0) { $0 + abs(Int(Int8(bitPattern: $1))) })
            }
        }
    }

    private func filtered(
        _ row: [UInt8],
        above: [UInt8],
        pixelSize: Int,
        _ filter: RowFilter
    ) -> (bytes: [UInt8], sum: Int) {
        var bytes = [UInt8](repeating: 0, count: row.count)
        let sum = row.withUnsafeBufferPointer { row in
            above.withUnsafeBufferPointer { above in
                bytes.withUnsafeMutableBufferPointer { output in
                    filter.apply(to: row, above: above, pixelSize: pixelSize, output)
                }
            }
        }
        return (bytes, sum)
    }

    private func noise(_ count: Int, _ range: UInt32, seed: UInt32) -> [UInt8] {
        var state = seed
        return (0..<count).map { _ in
            state = state &* 1_664_525 &+ 1_013_904_223
            return UInt8((state >> 16) % range)
        }
    }

    /// Reverses a filter as a decoder does (PNG, third edition, 9.2 and 9.4).
    private func reversed(_ filtered: [UInt8], above: [UInt8], pixelSize: Int, _ filter: UInt8) -> [UInt8] {
        var row: [UInt8] = []
        row.reserveCapacity(filtered.count)
        for index in filtered.indices {
            let a = index < pixelSize ? 0 : Int(row[index - pixelSize])
            let b = Int(above[index])
            let c = index < pixelSize ? 0 : Int(above[index - pixelSize])
            let prediction: Int
            switch filter {
            case 0: prediction = 0
            case 1: prediction = a
            case 2: prediction = b
            case 3: prediction = (a + b) / 2
            default:
                let p = a + b - c
                let (pa, pb, pc) = (abs(p - a), abs(p - b), abs(p - c))
                prediction = pa <= pb && pa <= pc ? a : pb <= pc ? b : c
            }
            row.append(UInt8((Int(filtered[index]) + prediction) % 256))
        }
        return row
    }
}
