import Pictures
import RenderingTestSupport
import Testing
import WorkerProtocol

@testable import Containers
@testable import Decoding
@testable import Vips

extension LibvipsSuite {
    /// The files follow the specification of the format, and the expected pixels are calculated by hand.
    @Suite struct TIFFReaderTests {
        private let folder: TemporaryFolder

        init() throws { folder = try TemporaryFolder() }

        private func samples(_ file: TIFFFile) throws -> [UInt8] {
            try Normalization.eightBit(folder.decoded(file.bytes)).pixels().samples
        }

        // MARK: - Extra samples

        /// The picture has two pixels of RGB with one or two extra samples. The meanings of extra samples are 0
        /// (unspecified), 1 (associated alpha), and 2 (unassociated alpha).
        @Test(
            arguments: [
                ([0], [10, 20, 30, 0, 40, 50, 60, 9], [10, 20, 30, 40, 50, 60]),
                ([2], [10, 20, 30, 0, 40, 50, 60, 9], [10, 20, 30, 0, 40, 50, 60, 9]),
                ([1], [10, 20, 30, 128, 40, 50, 60, 255], [20, 40, 60, 128, 40, 50, 60, 255]),
                ([0, 0], [10, 20, 30, 1, 2, 40, 50, 60, 3, 4], [10, 20, 30, 40, 50, 60]),
                ([2, 0], [10, 20, 30, 1, 2, 40, 50, 60, 3, 4], [10, 20, 30, 1, 40, 50, 60, 3]),
                ([0, 2], [10, 20, 30, 1, 2, 40, 50, 60, 3, 4], [10, 20, 30, 2, 40, 50, 60, 4]),
            ] as [([Int], [UInt8], [UInt8])]
        )
        func samplesAfterRGB(_ meanings: [Int], _ stored: [UInt8], _ shown: [UInt8]) throws {
            var file = TIFFFile(2, 1, samples: 3 + meanings.count, photometric: 2, stored)
            file.extraSamples = meanings
            let differences = zip(try samples(file), shown).map { abs(Int($0) - Int($1)) }
            #expect(differences.count == shown.count && differences.allSatisfy { $0 <= 1 })
        }

        @Test func aSampleWithoutAMeaningIsAlphaAfterRGBOnly() throws {
            #expect(try samples(TIFFFile(1, 1, samples: 4, photometric: 2, [1, 2, 3, 4])) == [1, 2, 3, 4])
            #expect(try folder.decoded(TIFFFile(1, 1, samples: 5, photometric: 5, [1, 2, 3, 4, 5]).bytes).bands == 4)
        }

        /// libvips itself would treat the alpha of CMYK as alpha of 8 bits, so that the colours would become white.
        @Test func premultipliedInksOfSixteenBits() throws {
            let inks = [0x1000, 0x0800, 0x0400, 0, 0x5555].flatMap { little(($0, 2)) }
            var file = TIFFFile(1, 1, samples: 5, photometric: 5, inks)
            (file.bits, file.extraSamples) = (16, [1])
            // The alpha is a third of the maximum, so the inks become three times as large.
            #expect(try samples(file) == [0x30, 0x18, 0x0C, 0, 0x55])
        }

        @Test func platesOfOtherInksAreLeftOut() throws {
            var file = TIFFFile(1, 1, samples: 6, photometric: 5, [1, 2, 3, 4, 99, 98])
            file.extraSamples = [0, 0]
            let image = try folder.decoded(file.bytes)
            #expect(image.interpretation == "cmyk")
            #expect(try image.pixels().samples == [1, 2, 3, 4])
        }

        // MARK: - Layouts

        /// The picture has 17×3 pixels, so each plane has two tiles next to each other.
        @Test func planesInTiles() throws {
            let planes = (0..<3).map { plane in (0..<3 * 17).map { UInt8($0 * 5 + plane) } }
            let tiles = planes.flatMap { plane in
                [0, 16].map { left in
                    (0..<16 * 16).map { index in
                        let (y, x) = (index / 16, left + index % 16)
                        return y < 3 && x < 17 ? plane[y * 17 + x] : 77
                    }
                }
            }
            var file = TIFFFile(17, 3, samples: 3, photometric: 2)
            file.blocks = tiles
            (file.tile, file.isPlanar) = ((16, 16), true)
            let expected = (0..<3 * 17).flatMap { index in planes.map { $0[index] } }
            #expect(try samples(file) == expected)
            file.isBig = true
            file.isLittleEndian = false
            #expect(try samples(file) == expected)
        }

        /// libvips itself would read the first plane twice.
        @Test func planesOfGreyAndAlpha() throws {
            var file = TIFFFile(2, 2, samples: 2, photometric: 1, [1, 2], [3, 4], [91, 92], [93, 94])
            (file.rowsPerStrip, file.isPlanar, file.extraSamples) = (1, true, [2])
            #expect(try samples(file) == [1, 91, 2, 92, 3, 93, 4, 94])
            file.photometric = 0
            #expect(try samples(file) == [254, 91, 253, 92, 252, 93, 251, 94])
        }

        /// Some programs state planes although the picture has only one sample per pixel. libvips itself would read the
        /// bytes as samples, and would refuse the tile.
        @Test func planesOfOneSample() throws {
            var file = TIFFFile(2, 2, samples: 1, photometric: 1, [0x0F], [0x37])
            (file.bits, file.rowsPerStrip, file.isPlanar) = (4, 1, true)
            #expect(try samples(file) == [0, 255, 51, 119])
            let reds = [Int](repeating: 0, count: 15) + [65535]
            file.photometric = 3
            file.tags[320] = reds + [Int](repeating: 0, count: 32)
            #expect(try samples(file) == [0, 0, 0, 255, 0, 0, 0, 0, 0, 0, 0, 0])
            var tiled = TIFFFile(2, 1, samples: 1, photometric: 1, [10, 20] + [UInt8](repeating: 77, count: 254))
            (tiled.tile, tiled.isPlanar) = ((16, 16), true)
            #expect(try samples(tiled) == [10, 20])
        }

        /// libvips 8.18 itself would show a tile that cannot be decoded as black.
        @Test func aDamagedTileIsRefused() {
            var file = TIFFFile(2, 1, samples: 1, photometric: 1, [UInt8](repeating: 9, count: 99))
            (file.compression, file.tile) = (8, (16, 16))
            #expect(folder.failure(file.bytes)?.code == .corruptSource)
        }

        @Test func twelveBits() throws {
            // The samples are 0xFFF, 0x800 and 0x010 of 4095, followed by four bits of padding.
            var file = TIFFFile(3, 1, samples: 1, photometric: 1, [0xFF, 0xF8, 0x00, 0x01, 0x00])
            file.bits = 12
            #expect(try samples(file) == [255, 128, 1])
        }

        @Test func fourBitsOfRGB() throws {
            var file = TIFFFile(1, 2, samples: 3, photometric: 2, [0x0F, 0x30, 0xF1, 0x20])
            file.bits = 4
            // One step of the 16 levels is 17 of 255.
            #expect(try samples(file) == [0, 255, 51, 255, 17, 34])
        }

        @Test func thirtyTwoBits() throws {
            var file = TIFFFile(2, 1, samples: 1, photometric: 1, little((0x8000_0000, 4), (0xFFFF_FFFF, 4)))
            file.bits = 32
            #expect(try samples(file) == [128, 255])
        }

        // MARK: - Luma and colour differences

        /// The colour is almost red by ITU-R BT.601: 81 + 1.402 · 112, 81 + 0.344 · 38 - 0.714 · 112, 81 - 1.772 · 38.
        private let redLike: [UInt8] = [238, 14, 14]

        @Test func fullColour() throws {
            var file = TIFFFile(2, 1, samples: 3, photometric: 6, [81, 90, 240, 100, 128, 128])
            file.tags[530] = [1, 1]
            #expect(try samples(file) == redLike + [100, 100, 100])
            file.isPlanar = true
            file.blocks = [[81, 100], [90, 128], [240, 128]]
            #expect(try samples(file) == redLike + [100, 100, 100])
        }

        /// The picture has 3×3 pixels in four blocks of 2×2 pixels, which is also the default subsampling.
        @Test(arguments: [true, false])
        func sharedColour(_ isSaid: Bool) throws {
            let grey: [UInt8] = [128, 128]
            let blocks: [UInt8] =
                [81, 10, 20, 30] + [90, 240] + [40, 0, 50, 0] + grey + [60, 70, 0, 0] + grey + [80, 0, 0, 0] + grey
            var file = TIFFFile(3, 3, samples: 3, photometric: 6, blocks)
            if isSaid { file.tags[530] = [2, 2] }
            let image = try samples(file)
            #expect(Array(image[0..<3]) == redLike)
            // This pixel has the same chroma and a luma of 10. Values below 0 are clipped to 0.
            #expect(Array(image[3..<6]) == [167, 0, 0])
            #expect(Array(image[6..<9]) == [40, 40, 40])
            #expect(Array(image[15..<27]) == [50, 50, 50, 60, 60, 60, 70, 70, 70, 80, 80, 80])
        }

        @Test func sharedColourInTiles() throws {
            // The picture has two tiles of 16×16 pixels. All blocks of a tile, of 2×1 pixels, have the same luma and
            // the neutral chroma 128.
            let tiles = [33, 44].map { (luma: UInt8) in (0..<128).flatMap { _ -> [UInt8] in [luma, luma, 128, 128] } }
            var file = TIFFFile(20, 2, samples: 3, photometric: 6)
            file.blocks = tiles
            (file.tile, file.tags[530]) = ((16, 16), [2, 1])
            let row = [UInt8](repeating: 33, count: 48) + [UInt8](repeating: 44, count: 12)
            #expect(try samples(file) == row + row)
        }

        // MARK: - Floats

        private func floats(_ values: [Float]) -> [UInt8] { values.flatMap { little((Int($0.bitPattern), 4)) } }

        /// A linear light of 0.2140 is 128 in sRGB (IEC 61966-2-1).
        @Test(arguments: [1, 3])
        func floatsAreLinearLight(_ bands: Int) throws {
            let values: [Float] = [0.2140411, 1, 0, 2, -1, 0.2140411]
            var file = TIFFFile(6 / bands, 1, samples: bands, photometric: bands == 1 ? 1 : 2, floats(values))
            (file.bits, file.sampleFormat) = (32, 3)
            #expect(try samples(file).map { abs(Int($0) - 128) <= 1 ? 128 : $0 } == [128, 255, 0, 255, 0, 128])
        }

        @Test func floatsWithAProfileKeepTheirNumbers() throws {
            var file = TIFFFile(1, 1, samples: 3, photometric: 2, floats([0, 0.5, 1]))
            (file.bits, file.sampleFormat, file.profile) = (32, 3, [1, 2, 3, 4, 5, 6, 7, 8])
            #expect(try samples(file) == [0, 128, 255])
        }

        /// The file stores the colour multiplied by its alpha of 0.5, so 0.1070 stands for 0.2140.
        @Test func floatsWithAssociatedAlpha() throws {
            var file = TIFFFile(1, 1, samples: 4, photometric: 2, floats([0.10702055, 0.5, 0, 0.5]))
            (file.bits, file.sampleFormat, file.extraSamples) = (32, 3, [1])
            #expect(try samples(file).map { abs(Int($0) - 128) <= 1 ? 128 : $0 } == [128, 255, 0, 128])
        }

        @Test func floatsOfSixteenBits() throws {
            // The values are 1, 0.2140, the smallest number above 0, infinity and -1.
            let halves = [0x3C00, 0x32D9, 0x0001, 0x7C00, 0xBC00]
            var file = TIFFFile(5, 1, samples: 1, photometric: 1, halves.flatMap { little(($0, 2)) })
            (file.bits, file.sampleFormat) = (16, 3)
            #expect(try samples(file).map { abs(Int($0) - 128) <= 1 ? 128 : $0 } == [255, 128, 0, 255, 0])
        }

        // MARK: - Metadata

        @Test func aConvertedFileKeepsProfileAndOrientation() throws {
            var file = TIFFFile(1, 1, samples: 3, photometric: 6, [81, 90, 240])
            file.tags = [530: [1, 1], 274: [6]]
            file.profile = [1, 2, 3, 4, 5, 6, 7, 8, 9]
            let limits = Job.Limits()
            let decoder = try Decoder(
                SourceFile(path: folder.write(file.bytes, to: "a.tif"), limits: limits),
                limits: limits
            )
            #expect(decoder.orientation == 6)
            #expect(try decoder.header().blob(field: "icc-profile-data") == file.profile)
        }

        // MARK: - Unsupported files

        @Test(
            arguments: [
                [259: 6], [259: 34712], [262: 9], [262: 32803], [258: 64], [339: 5],
            ] as [[Int: Int]]
        )
        func kindsThatAreNotRead(_ change: [Int: Int]) throws {
            var file = TIFFFile(1, 1, samples: 1, photometric: 1, [UInt8](repeating: 0, count: 8))
            file.compression = change[259] ?? 1
            file.photometric = change[262] ?? 1
            file.bits = change[258] ?? 8
            file.sampleFormat = change[339] ?? 1
            #expect(folder.failure(file.bytes)?.code == .unsupportedFormat)
        }

        @Test func pixelsOutsideOfTheFile() throws {
            var file = TIFFFile(4, 4, samples: 3, photometric: 2, [UInt8](repeating: 9, count: 48))
            #expect(folder.failure(file.bytes) == nil)
            // Forty rows need 480 bytes, more than the strip and the directory after it have together.
            file.height = 40
            #expect(folder.failure(file.bytes)?.code == .corruptSource)
        }

        @Test func missingDirectories() throws {
            let whole = TIFFFile(4, 4, samples: 3, photometric: 2, [UInt8](repeating: 9, count: 48)).bytes
            let start = 8 + 48
            let changes: [[UInt8]] = [
                Array(whole[..<start]) + [UInt8](repeating: 0, count: whole.count - start),
                Array(whole[..<start]) + [0xFF, 0xFF] + Array(whole[(start + 2)...]),
                Array(whole[..<4]) + little((whole.count + 5, 4)) + Array(whole[8...]),
                Array(whole[..<7]),
            ]
            for bytes in changes {
                let failure = try #require(folder.failure(bytes))
                #expect(failure.code == .corruptSource)
                #expect(!Outcome.Failure.mentionsOutOfMemory(failure.message))
            }
        }

        /// The area of the picture or of a tile does not fit into 64 bits.
        @Test(arguments: [(1 << 40, 1 << 40, 16), (1 << 62, 1, 16), (1, 1 << 40, 1 << 62), (16, 16, 1 << 62)])
        func sidesThatAreTooLarge(_ width: Int, _ height: Int, _ tileSide: Int) throws {
            var file = TIFFFile(width, height, samples: 3, photometric: 2, [UInt8](repeating: 9, count: 768))
            file.isBig = true
            file.tile = (tileSide, tileSide)
            let code = try #require(folder.failure(file.bytes)?.code)
            #expect([.corruptSource, .unsupportedFormat, .tooLarge].contains(code))
        }

        /// The picture has 30,000 strips of one row, but the directory has the offset of only one strip.
        @Test func aTagWithACountThatIsTooLarge() throws {
            var file = TIFFFile(4, 30_000, samples: 1, photometric: 1, [1, 2, 3, 4])
            file.rowsPerStrip = 1
            #expect(folder.failure(file.bytes)?.code == .corruptSource)
        }
    }
}
