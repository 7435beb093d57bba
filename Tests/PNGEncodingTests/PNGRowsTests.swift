import Testing

@testable import PNGEncoding

struct PNGRowsTests {
    /// Returns grey rows.
    private func rows(_ samples: [[UInt8]]) throws -> PNGRows {
        var rows = try PNGRows(width: samples[0].count, height: samples.count, samplesPerPixel: 1)
        for row in samples { row.withUnsafeBytes { rows.append($0) } }
        return rows
    }

    private static let samples: [[UInt8]] = [
        // Equal neighbours: Sub leaves only the first byte.
        [7, 7, 7, 7, 7, 7],
        // The same row: Up leaves 0.
        [7, 7, 7, 7, 7, 7],
        // Bytes near 0 and 256, far from the row above and from their neighbours: without a filter, the sum is 6.
        [1, 255, 1, 255, 1, 255],
        // Each byte is the average of the left neighbour and the byte above, rounded down: Average leaves 0.
        [0, 127, 64, 159, 80, 167],
        [7, 7, 7, 200, 200, 200],
        // Some bytes equal their left neighbour, and the others equal the byte above: Paeth leaves only the first.
        [50, 50, 50, 200, 200, 200],
    ]

    @Test func eachRowGetsTheFilterWithTheSmallestSum() throws {
        var rows = try rows(Self.samples)
        try rows.filter(by: .adaptive)
        let bytes = rows.memory.array
        let filtered = (0..<6).map { Array(bytes[$0 * 7..<($0 + 1) * 7]) }
        #expect(filtered[0] == [1, 7, 0, 0, 0, 0, 0])
        #expect(filtered[1] == [2, 0, 0, 0, 0, 0, 0])
        #expect(filtered[2] == [0, 1, 255, 1, 255, 1, 255])
        #expect(filtered[3] == [3, 0, 0, 0, 0, 0, 0])
        #expect(filtered[5] == [4, 43, 0, 0, 0, 0, 0])
    }

    @Test(arguments: [(RowFiltering.none, 0), (.sub, 1), (.up, 2)] as [(RowFiltering, UInt8)])
    func allRowsCanHaveTheSameFilter(filtering: RowFiltering, number: UInt8) throws {
        var rows = try rows(Self.samples)
        try rows.filter(by: filtering)
        let bytes = rows.memory.array
        #expect(stride(from: 0, to: 42, by: 7).map { bytes[$0] } == [UInt8](repeating: number, count: 6))
    }

    /// A picture of random pixels in four colours has two bits of information per pixel, and the differences of these
    /// pixels have more. In a smooth picture with some grain, the differences have less information than the pixels.
    /// The larger picture is so large that the test of the filters uses only a sample of its rows.
    @Test(arguments: [100, 900]) func theFilteringFitsThePicture(side: Int) throws {
        var state: UInt32 = 1
        let colors: [UInt8] = [0, 255, 90, 9]
        var (smooth, drawing): ([[UInt8]], [[UInt8]]) = ([], [])
        for y in 0..<side {
            var (grained, colored): ([UInt8], [UInt8]) = ([], [])
            for x in 0..<side {
                state = state &* 1_664_525 &+ 1_013_904_223
                let wave = (x * x / 90 + y * y / 70) % 200
                grained.append(UInt8(wave) + UInt8(state >> 29))
                colored.append(colors[Int(state >> 30)])
            }
            smooth.append(grained)
            drawing.append(colored)
        }
        let forSmooth = try rows(smooth).bestFiltering()
        let forDrawing = try rows(drawing).bestFiltering()
        #expect(forSmooth != .none)
        #expect(forDrawing == .none)
    }
}
