#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif
import JPEGDecoding
import JPEGEncoding
import Testing

/// Compares encoded pictures with the definition of the forward transform (ITU T.81, A.3.3).
struct EncoderTests {
    private struct Size: CustomStringConvertible {
        let width: Int
        let height: Int
        var description: String { "\(width)×\(height)" }
    }

    /// Sizes with whole and partial blocks and units.
    private static let sizes = [(1, 1), (8, 8), (16, 16), (17, 9), (24, 40), (100, 67)].map {
        Size(width: $0.0, height: $0.1)
    }

    /// Returns a plane of smooth colours with some grain.
    private func plane(_ width: Int, _ height: Int, seed: UInt32) -> [UInt8] {
        var noise = seed
        return (0..<width * height).map { index in
            noise = noise &* 1_664_525 &+ 1_013_904_223
            let wave = 90 * sin(Double(index % width) / 5) * cos(Double(index / width) / 7)
            return UInt8(128 + wave + Double(noise >> 28))
        }
    }

    private func planes(_ size: Size, _ count: Int, isSubsampled: Bool) -> [JPEGComponent] {
        (0..<count).map { index in
            let factor = isSubsampled && index > 0 ? 2 : 1
            let (width, height) = ((size.width + factor - 1) / factor, (size.height + factor - 1) / factor)
            return JPEGComponent(
                width: width,
                height: height,
                samples: plane(width, height, seed: UInt32(index))
            )
        }
    }

    /// The transform of a block, in rows and columns. Samples outside the plane equal the nearest sample.
    private func transform(_ plane: JPEGComponent, _ column: Int, _ row: Int) -> [Double] {
        func sample(_ x: Int, _ y: Int) -> Double {
            let (x, y) = (min(8 * column + x, plane.width - 1), min(8 * row + y, plane.height - 1))
            return Double(plane.samples[y * plane.width + x]) - 128
        }
        func basis(_ sample: Int, _ frequency: Int) -> Double {
            (frequency == 0 ? 0.5.squareRoot() : 1) / 2 * cos(Double((2 * sample + 1) * frequency) * .pi / 16)
        }
        return (0..<64).map { index in
            var sum = 0.0
            for y in 0..<8 { for x in 0..<8 { sum += sample(x, y) * basis(x, index % 8) * basis(y, index / 8) } }
            return sum
        }
    }

    @Test(arguments: sizes, [1, 3])
    private func coefficientsAreThoseOfTheDefinition(_ size: Size, _ count: Int) throws {
        for isSubsampled in [false, true] {
            for quality in [20, 75, 100] {
                let planes = planes(size, count, isSubsampled: isSubsampled)
                let file = JPEGEncoder(quality: quality).encode(planes, isSubsampled: isSubsampled)
                let picture = try JPEGPicture(file)
                #expect(picture.width == size.width && picture.height == size.height)
                #expect(picture.colors == (count == 1 ? .grey : .yCbCr))
                for (index, (plane, found)) in zip(planes, try picture.coefficients()).enumerated() {
                    let steps = steps(file, index)
                    #expect(found.columns == (plane.width + 7) / 8 && found.rows == (plane.height + 7) / 8)
                    for block in 0..<found.columns * found.rows {
                        let exact = transform(plane, block % found.columns, block / found.columns)
                        let isClose = exact.indices.allSatisfy {
                            abs(exact[$0] / steps[$0] - Double(found.values[64 * block + $0])) < 0.501
                        }
                        #expect(isClose, "block \(block) of component \(index), quality \(quality)")
                    }
                }
            }
        }
    }

    /// The quantization steps in a file, in rows and columns. Its first segments are the tables.
    private func steps(_ file: [UInt8], _ component: Int) -> [Double] {
        let start = 2 + min(component, 1) * 69 + 5
        var steps = [Double](repeating: 0, count: 64)
        for (index, stored) in ZigzagOrder.stored.prefix(64).enumerated() {
            steps[Int(stored) % 8 * 8 + Int(stored) / 8] = Double(file[start + index])
        }
        return steps
    }
}
