import Pictures
import RenderingTestSupport
import Testing

@testable import Decoding
@testable import Vips

extension LibvipsSuite {
    /// Tests of the chunk tRNS at each bit depth (PNG, third edition, 11.3.1.1).
    @Suite struct PNGTransparencyTests {
        private let folder: TemporaryFolder

        init() throws { folder = try TemporaryFolder() }

        private func samples(_ file: PNGFile, bands: Int) throws -> [Int] {
            let pixels = try Normalization.eightBit(folder.decoded(file.bytes)).pixels()
            #expect(pixels.bands == bands)
            return pixels.samples.map(Int.init)
        }

        /// One grey is transparent. The chunk contains the value of this grey with the bit depth of the file, not with
        /// 8 bits.
        @Test(arguments: [1, 2, 4, 8, 16])
        func aTransparentGrey(_ depth: Int) throws {
            let most = 1 << depth - 1
            let greys = [0, 1, most / 2, most - 1, most]
            var file = PNGFile(width: greys.count, depth: depth, .grey, greys)
            for clear in Set(greys) {
                file.transparency = [UInt8(clear >> 8), UInt8(clear & 255)]
                let expected = greys.flatMap { grey in
                    [Int((Double(grey) * 255 / Double(most)).rounded(.down)), grey == clear ? 0 : 255]
                }
                let seen = try samples(file, bands: 2)
                #expect(zip(seen, expected).allSatisfy { abs($0 - $1) <= 1 }, "\(seen) and not \(expected)")
            }
        }

        @Test func aTransparentColour() throws {
            var file = PNGFile(width: 3, depth: 8, .rgb, [10, 20, 30, 10, 20, 31, 40, 50, 60])
            file.transparency = [0, 10, 0, 20, 0, 30]
            #expect(try samples(file, bands: 4) == [10, 20, 30, 0, 10, 20, 31, 255, 40, 50, 60, 255])
        }

        /// All 16 bits are compared, although two of the colours are equal after the conversion to 8 bits.
        @Test func aTransparentColourOfSixteenBits() throws {
            let colors = [0x0A10, 0x1420, 0x1E30, 0x0A10, 0x1420, 0x1E31, 0xFFFF, 0, 0x8000]
            var file = PNGFile(width: 3, depth: 16, .rgb, colors)
            file.transparency = [0x0A, 0x10, 0x14, 0x20, 0x1E, 0x30]
            let seen = try samples(file, bands: 4)
            let alpha = [3, 7, 11].map { seen[$0] }
            #expect(alpha == [0, 255, 255])
            let expected = colors.map { Int((Double($0) / 257).rounded()) }
            let shown = (0..<12).filter { $0 % 4 < 3 }.map { seen[$0] }
            #expect(zip(shown, expected).allSatisfy { abs($0 - $1) <= 1 }, "\(shown) and not \(expected)")
        }

        /// The chunk has the alpha of the first entries of the palette. All other entries are opaque.
        @Test(arguments: [1, 2, 4, 8])
        func aPaletteWithAlpha(_ depth: Int) throws {
            let count = 1 << depth
            let indices = [0, 1, count - 1, 0, count / 2]
            var file = PNGFile(width: indices.count, depth: depth, .palette, indices)
            file.palette = (0..<count).flatMap { [UInt8($0), UInt8(255 - $0), UInt8($0 / 2)] }
            for given in [1, count] {
                file.transparency = (0..<given).map { UInt8($0 * 97 % 251) }
                let expected = indices.flatMap { index in
                    [index, 255 - index, index / 2, index < given ? index * 97 % 251 : 255]
                }
                #expect(try samples(file, bands: 4) == expected)
            }
        }
    }
}
