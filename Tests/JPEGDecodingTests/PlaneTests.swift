#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif
import Testing

@testable import JPEGDecoding
@testable import JPEGTransforms

/// Compares planes with the definition of the inverse transform. Only rounding may differ.
struct PlaneTests {
    /// The inverse transform of N × N low frequencies to N × N samples (ITU T.81, A.3.3, with N instead of 8 samples).
    private func samples(_ block: ArraySlice<Int16>, _ steps: [UInt16], _ size: Int) -> [Double] {
        let block = Array(block)
        var stepOfIndex = [Double](repeating: 0, count: 64)
        for (index, stored) in ZigzagOrder.stored.prefix(64).enumerated() {
            // Stored blocks are transposed.
            let (row, column) = (Int(stored) % 8, Int(stored) / 8)
            stepOfIndex[8 * row + column] = Double(steps[index])
        }
        func basis(_ sample: Int, _ frequency: Int) -> Double {
            let angle: Double = Double((2 * sample + 1) * frequency) * Double.pi / Double(2 * size)
            let scale: Double = frequency == 0 ? 0.5.squareRoot() : 1
            return scale * 0.5 * cos(angle)
        }
        return (0..<size * size).map { index in
            var sum = 0.0
            for vertical in 0..<size {
                for horizontal in 0..<size {
                    let value = Double(block[8 * vertical + horizontal]) * stepOfIndex[8 * vertical + horizontal]
                    sum += value * basis(index / size, vertical) * basis(index % size, horizontal)
                }
            }
            return min(max(sum + 128, 0), 255)
        }
    }

    @Test(
        arguments: ["1x1-baseline.jpg", "2x2-many.jpg", "large-restarts.jpg", "fine.jpg", "coarse.jpg"],
        JPEGScale.allCases
    )
    func areThoseOfTheDefinition(_ name: String, _ scale: JPEGScale) throws {
        let picture = try JPEGPicture(Fixtures.bytes(name))
        let coefficients = try picture.coefficients()
        let planes = try picture.planes(picture.frame.components.map { _ in [scale] }, byteLimit: .max)
        let size = scale.samplesPerBlock
        for (index, component) in coefficients.enumerated() {
            let plane = try #require(planes[index][scale])
            #expect((plane.width + size - 1) / size == component.columns)
            #expect((plane.height + size - 1) / size == component.rows)
            var largest = 0.0
            for block in 0..<component.columns * component.rows {
                let expected = samples(component.values[64 * block..<64 * block + 64], picture.steps[index], size)
                let first = block / component.columns * size * plane.stride + block % component.columns * size
                for (offset, sample) in expected.enumerated() {
                    let found = plane.samples[first + offset / size * plane.stride + offset % size]
                    largest = max(largest, abs(Double(found) - sample))
                }
            }
            #expect(largest < 0.51, "component \(index)")
        }
    }

    @Test func theTableIsTheZigzagOrder() {
        // The start and the end of figure A.6 of ITU T.81, by row and column. Stored blocks are transposed.
        let order = ZigzagOrder.stored.prefix(64).map { "\($0 % 8)\($0 / 8)" }
        #expect(order.prefix(10) == ["00", "01", "10", "20", "11", "02", "03", "12", "21", "30"])
        #expect(order.suffix(3) == ["67", "76", "77"])
        #expect(Set(order).count == 64)
        #expect(ZigzagOrder.stored.count == ZigzagOrder.count && ZigzagOrder.stored.allSatisfy { $0 < 64 })
    }

    /// The picture has 37 columns, so half of its size has 18.5 columns.
    @Test func aPlaneShowsFractions() throws {
        let picture = try JPEGPicture(Fixtures.bytes("2x2-baseline.jpg"))
        #expect(picture.shownSize(of: 0, at: .half) == (18.5, 14.5))
        #expect(picture.shownSize(of: 1, at: .full) == (18.5, 14.5))
        let planes = try picture.planes([[.half], [.full], [.eighth]], byteLimit: .max)
        let sizes = planes.compactMap(\.values.first).map { [$0.width, $0.height] }
        #expect(sizes == [[19, 15], [19, 15], [3, 2]])
    }

    /// The samples of a plane do not depend on the other requested planes.
    @Test(arguments: Fixtures.names)
    func doNotDependOnEachOther(_ name: String) throws {
        let picture = try JPEGPicture(Fixtures.bytes(name))
        func planes(_ scales: Set<JPEGScale>) throws -> [[JPEGScale: JPEGPlane]] {
            try picture.planes(picture.frame.components.map { _ in scales }, byteLimit: .max)
        }
        let together = try planes(Set(JPEGScale.allCases))
        for scale in JPEGScale.allCases {
            for (component, planes) in try planes([scale]).enumerated() {
                #expect(planes[scale].map(samples) == together[component][scale].map(samples))
            }
        }
    }

    private func samples(_ plane: JPEGPlane) -> [UInt8] {
        (0..<plane.height).flatMap { UnsafeBufferPointer(start: plane.samples + $0 * plane.stride, count: plane.width) }
    }

    /// In broken files, the products of coefficients and quantization steps reach 2048 × 65535.
    @Test(
        arguments: [
            (-1e9, 0), (-1.5e7, 0), (-2e6, 0), (-129, 0), (-0.6, 127), (0.4, 128), (127, 255), (129, 255), (1e9, 255),
        ] as [(Float, UInt8)]
    )
    func samplesStayInTheirRange(_ number: Float, _ sample: UInt8) {
        #expect(SIMD4<Float>(repeating: number).samples == SIMD4(repeating: sample))
    }
}
