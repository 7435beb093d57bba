import Pictures
import RenderingTestSupport
import Testing
import WorkerProtocol

@testable import Decoding
@testable import Vips

extension LibvipsSuite {
    /// The files follow the specification of the format, and the expected pixels are calculated by hand.
    @Suite struct BMPReaderTests {
        private let folder: TemporaryFolder

        init() throws { folder = try TemporaryFolder() }

        private let red: [UInt8] = [255, 0, 0]
        private let green: [UInt8] = [0, 255, 0]
        private let blue: [UInt8] = [0, 0, 255]
        private let gold: [UInt8] = [200, 150, 10]

        /// Red, green, blue and gold, each as blue, green, red and a fourth byte.
        private let palette: [UInt8] = [0, 0, 255, 0, 0, 255, 0, 0, 255, 0, 0, 0, 10, 150, 200, 0]

        private func samples(_ bytes: [UInt8]) throws -> [UInt8] { try folder.decoded(bytes).pixels().samples }

        // MARK: - Palettes

        /// The picture has 3×2 pixels: red, green and blue in the upper row, gold, gold and red in the lower row. The
        /// file starts with the lower row.
        @Test(
            arguments: [
                (1, [0b1100_0000, 0, 0, 0, 0b0100_0000, 0, 0, 0]),
                (2, [0b1111_0000, 0, 0, 0, 0b0001_1000, 0, 0, 0]),
                (4, [0x33, 0x00, 0, 0, 0x01, 0x20, 0, 0]),
                (8, [3, 3, 0, 0, 0, 1, 2, 0]),
            ] as [(Int, [UInt8])]
        )
        func indices(_ bits: Int, _ rows: [UInt8]) throws {
            let file = BMPFile(width: 3, height: 2, bits: bits, palette: palette, rows: rows)
            // With one bit, only red and green are available.
            let expected = bits == 1 ? red + green + red + green + green + red : red + green + blue + gold + gold + red
            #expect(try samples(file.bytes) == expected)
        }

        @Test func aPaletteOfGreysIsGrey() throws {
            let greys = (0...255).flatMap { (grey: Int) -> [UInt8] in [UInt8(grey), UInt8(grey), UInt8(grey), 0] }
            let image = try folder.decoded(
                BMPFile(width: 2, height: 1, bits: 8, palette: greys, rows: [7, 200, 0, 0]).bytes
            )
            #expect(image.bands == 1)
            #expect(try image.pixels().samples == [7, 200])
            let blackAndWhite = BMPFile(
                width: 2,
                height: 1,
                bits: 1,
                palette: [0, 0, 0, 0, 255, 255, 255, 0],
                rows: [0x40, 0, 0, 0]
            )
            #expect(try folder.decoded(blackAndWhite.bytes).pixels().samples == [0, 255])
        }

        @Test func indicesBeyondThePaletteAreBlack() throws {
            let file = BMPFile(width: 2, height: 1, bits: 8, palette: palette, rows: [2, 200, 0, 0])
            #expect(try samples(file.bytes) == blue + [0, 0, 0])
        }

        @Test func aTopDownPictureBeginsWithItsFirstRow() throws {
            let file = BMPFile(width: 1, height: -2, bits: 8, palette: palette, rows: [0, 0, 0, 0, 3, 0, 0, 0])
            #expect(try samples(file.bytes) == red + gold)
        }

        /// The header of OS/2 has sizes of two bytes and colours of three bytes.
        @Test func theOldestHeader() throws {
            let colors: [UInt8] = [0, 0, 255, 10, 150, 200]
            let header = little((12, 4), (2, 2), (1, 2), (1, 2), (1, 2))
            let file = Array("BM".utf8) + little((0, 4), (0, 4), (14 + 12 + 6, 4)) + header + colors + [0x40, 0, 0, 0]
            #expect(try samples(file) == red + gold)
        }

        /// The offset of the pixels is wrong: it is 0 or the offset of the palette. In both cases, the pixels follow
        /// the palette, as in Pillow.
        @Test(arguments: [0, 54])
        func anInvalidOffset(_ offset: Int) throws {
            var file = BMPFile(width: 1, height: 1, bits: 8, palette: palette, rows: [3, 0, 0, 0])
            file.offset = offset
            #expect(try samples(file.bytes) == gold)
        }

        // MARK: - Bit fields

        @Test func sixteenBitsAreFiveEachWithoutMasks() throws {
            // As numbers up to 255, the 5-bit values 31, 16, and 1 are 255, 131.6, and 8.2.
            let file = BMPFile(width: 2, height: 1, bits: 16, rows: little((31 << 10 | 16 << 5 | 1, 2), (0, 2)))
            #expect(try samples(file.bytes) == [255, 132, 8, 0, 0, 0])
        }

        @Test func masksOfAnyLength() throws {
            // Red has the three lowest bits, green has one bit, and blue has ten bits.
            var file = BMPFile(width: 1, height: 1, bits: 32, rows: little((0b101 | 1 << 3 | 512 << 20, 4)))
            file.compression = 3
            file.masks = [0b111, 0b1000, 1023 << 20]
            // The values are 5/7, 1/1 and 512/1023 of 255.
            #expect(try samples(file.bytes) == [182, 255, 128])
        }

        @Test(arguments: [56, 108, 124])
        func alphaOfTheLongerHeaders(_ length: Int) throws {
            var file = BMPFile(width: 2, height: 1, bits: 32, rows: [10, 20, 30, 40, 50, 60, 70, 0])
            file.headerLength = length
            file.compression = 3
            file.masks = [0xFF, 0xFF00, 0xFF0000, 0xFF00_0000]
            #expect(try samples(file.bytes) == [10, 20, 30, 40, 50, 60, 70, 0])
        }

        /// A program that does not support alpha writes an alpha of 0 for every pixel.
        @Test func alphaThatIsZeroEverywhereIsIgnored() throws {
            var file = BMPFile(width: 1, height: 1, bits: 32, rows: [10, 20, 30, 0])
            file.headerLength = 124
            file.compression = 3
            file.masks = [0xFF, 0xFF00, 0xFF0000, 0xFF00_0000]
            #expect(try samples(file.bytes) == [10, 20, 30])
        }

        @Test func theFourthByteIsNoAlphaWithoutAMask() throws {
            #expect(try samples(BMPFile(width: 1, height: 1, bits: 32, rows: [30, 20, 10, 77]).bytes) == [10, 20, 30])
        }

        // MARK: - Run lengths

        @Test func runsOfEightBits() throws {
            // The file has two pixels of gold and the end of the row. Then it has a move by one pixel to the right, one
            // pixel of green, and the end of the picture.
            var file = BMPFile(
                width: 2,
                height: 2,
                bits: 8,
                palette: palette,
                rows: [2, 3, 0, 0, 0, 2, 1, 0, 1, 1, 0, 1]
            )
            file.compression = 1
            // The first row of the file is the lowest row of the picture. Pixels that were not drawn are transparent.
            #expect(try samples(file.bytes) == [0, 0, 0, 0] + green + [255] + gold + [255] + gold + [255])
        }

        @Test func runsOfFourBits() throws {
            // Blue and gold alternate for three pixels. Then there are three single pixels, padded to 16 bits.
            var file = BMPFile(
                width: 3,
                height: 2,
                bits: 4,
                palette: palette,
                rows: [3, 0x23, 0, 0, 0, 3, 0x01, 0x20, 0, 1]
            )
            file.compression = 2
            #expect(try samples(file.bytes) == red + green + blue + blue + gold + blue)
        }

        @Test func runsBeyondTheRightSideAreLeftOut() throws {
            var file = BMPFile(width: 2, height: 1, bits: 8, palette: palette, rows: [200, 3, 0, 1])
            file.compression = 1
            #expect(try samples(file.bytes) == gold + gold)
        }

        // MARK: - Truncated and unsupported files

        @Test func aTruncatedFile() throws {
            let rows: [UInt8] = [1, 2, 3, 0, 4, 5, 6, 0]
            let whole = BMPFile(width: 1, height: 2, bits: 24, rows: rows).bytes
            // The padding of the last row is not needed.
            #expect(try samples(whole.dropLast()) == [6, 5, 4, 3, 2, 1])
            #expect(folder.failure(whole.dropLast(2))?.code == .corruptSource)
            #expect(try folder.decoded(whole.dropLast(4), .accept).pixels().samples == [0, 0, 0, 3, 2, 1])
        }

        @Test func runsThatAreCutOff() throws {
            var file = BMPFile(width: 2, height: 2, bits: 8, palette: palette, rows: [2, 3, 0, 0])
            file.compression = 1
            #expect(folder.failure(file.bytes)?.code == .corruptSource)
            #expect(try folder.decoded(file.bytes, .accept).bands == 4)
        }

        @Test(arguments: [3, 31, 63, 64, 65_535])
        func numbersOfBitsThatAreNotRead(_ bits: Int) {
            let file = BMPFile(width: 1, height: 1, bits: bits, rows: [0, 0, 0, 0])
            #expect(folder.failure(file.bytes)?.code == .unsupportedFormat)
        }

        /// The pixels of these compressions are a JPEG (4) or a PNG (5). Only printer drivers use these compressions.
        @Test(arguments: [4, 5])
        func compressionsThatAreNotRead(_ compression: Int) throws {
            var file = BMPFile(width: 1, height: 1, bits: 0, rows: [0, 0, 0, 0])
            file.compression = compression
            #expect(folder.failure(file.bytes)?.code == .unsupportedFormat)
        }

        /// The header describes 400 MB of pixels that are not in the file. The reader must not allocate memory for
        /// them.
        @Test func aSmallFileOfALargePicture() throws {
            let file = BMPFile(width: 10_000, height: 10_000, bits: 32, rows: [0, 0, 0, 0])
            #expect(folder.failure(file.bytes)?.code == .corruptSource)
        }
    }
}
