import Pictures
import RenderingTestSupport
import Testing

@testable import Decoding
@testable import Vips

extension LibvipsSuite {
    /// Common kinds of TIFF (TIFF 6.0). The expected pixels are calculated by hand.
    @Suite struct TIFFSubtypeTests {
        private let folder: TemporaryFolder

        init() throws { folder = try TemporaryFolder() }

        private func samples(_ file: TIFFFile) throws -> [Int] {
            try Normalization.eightBit(folder.decoded(file.bytes)).pixels().samples.map(Int.init)
        }

        /// Returns numbers of this many bits. In a byte with several numbers, the first number is in the highest bits.
        private func packed(_ numbers: [Int], _ bits: Int, isLittleEndian: Bool) -> [UInt8] {
            if bits == 16 {
                return numbers.flatMap { isLittleEndian ? little(($0, 2)) : little(($0, 2)).reversed() }
            }
            var bytes = [UInt8](repeating: 0, count: (numbers.count * bits + 7) / 8)
            for (index, number) in numbers.enumerated() {
                bytes[index * bits / 8] |= UInt8(number) << UInt8(8 - bits - index * bits % 8)
            }
            return bytes
        }

        private func file(_ numbers: [Int], _ bits: Int, photometric: Int, isLittleEndian: Bool = true) -> TIFFFile {
            let bytes = packed(numbers, bits, isLittleEndian: isLittleEndian)
            var file = TIFFFile(numbers.count, 1, samples: 1, photometric: photometric, bytes)
            (file.bits, file.isLittleEndian) = (bits, isLittleEndian)
            return file
        }

        @Test(arguments: [1, 2, 4, 8, 16], [false, true])
        func greysOfBothPolarities(_ bits: Int, _ isLittleEndian: Bool) throws {
            let most = 1 << bits - 1
            let greys = [0, most, 1, most / 2, most - 1]
            let light = greys.map { Int((Double($0) * 255 / Double(most)).rounded()) }
            for (photometric, expected) in [(1, light), (0, light.map { 255 - $0 })] {
                let seen = try samples(file(greys, bits, photometric: photometric, isLittleEndian: isLittleEndian))
                #expect(zip(seen, expected).allSatisfy { abs($0 - $1) <= 1 }, "\(seen) and not \(expected)")
                #expect(seen.count == expected.count)
            }
        }

        @Test(arguments: [1, 2, 4, 8])
        func palettes(_ bits: Int) throws {
            let count = 1 << bits
            let indices = [0, 1, count - 1, count / 2]
            var file = file(indices, bits, photometric: 3)
            // The colour map has all red values, then all green values, then all blue values. Each has 16 bits.
            file.tags[320] = [0, 1, 2].flatMap { band in (0..<count).map { (($0 * 7 + band * 80) % 256) * 257 } }
            let expected = indices.flatMap { index in [0, 1, 2].map { (index * 7 + $0 * 80) % 256 } }
            #expect(try samples(file) == expected)
        }

        /// If tag 266 is 2, the first pixel is in the lowest bit of a byte.
        @Test func theLowestBitFirst() throws {
            var file = file([1, 0, 1, 1, 0, 0, 0, 1, 0, 1], 1, photometric: 1)
            file.blocks = [[0b1000_1101, 0b10]]
            file.tags[266] = [2]
            #expect(try samples(file) == [255, 0, 255, 255, 0, 0, 0, 255, 0, 255])
        }

        /// PackBits (section 9) has runs of a repeated byte and runs of literal bytes.
        @Test func packBits() throws {
            // The data is a run of five bytes with the value 9, and a run of the literal bytes 1, 2, 3, 4.
            var file = TIFFFile(9, 1, samples: 1, photometric: 1, [UInt8(bitPattern: -4), 9, 3, 1, 2, 3, 4])
            file.compression = 32773
            #expect(try samples(file) == [9, 9, 9, 9, 9, 1, 2, 3, 4])
        }

        /// With the predictor of section 14, each sample is the difference to the previous pixel. The deflate stream of
        /// the file is not compressed.
        @Test func differencesOfSamples() throws {
            let differences: [UInt8] = [10, 20, 30, 5, 250, 1, 0, 6, 255]
            var (low, high) = (1, 0)
            for byte in differences {
                low += Int(byte)
                high += low
            }
            // RFC 1950 and RFC 1951: one stored block, then the Adler-32 checksum with its highest byte first. The two
            // sums are small, so they need no modulo.
            var stream: [UInt8] = [0x78, 1, 1] + little((9, 2), (~9, 2)) + differences
            stream += little((low, 2), (high, 2)).reversed()
            var file = TIFFFile(3, 1, samples: 3, photometric: 2, stream)
            file.compression = 8
            file.tags[317] = [2]
            #expect(try samples(file) == [10, 20, 30, 15, 14, 31, 15, 20, 30])
        }

        /// The file has several strips. The last strip has fewer rows than the other strips.
        @Test(arguments: [false, true])
        func strips(_ isBig: Bool) throws {
            var file = TIFFFile(2, 5, samples: 1, photometric: 1, [1, 2, 3, 4], [5, 6, 7, 8], [9, 10])
            (file.rowsPerStrip, file.isBig) = (2, isBig)
            #expect(try samples(file) == Array(1...10))
        }

        /// In section 23, L* is an unsigned number up to 255, and a* and b* are signed numbers, under D50. The values
        /// stand for the sRGB colours (60, 120, 180) and (200, 100, 50). They are calculated by the definitions of sRGB
        /// (with Bradford's adaptation to D50) and of CIE 1976.
        @Test func lightnessAndColourDifferences() throws {
            // L*, a*, and b* are (48.6, -5.0, -38.2) and (54.2, 38.2, 46.2), followed by the values of white and of
            // black.
            let eight: [UInt8] = [124, 251, 218, 138, 38, 46, 255, 0, 0, 0, 0, 0]
            let expected = [60, 120, 180, 200, 100, 50, 255, 255, 255, 0, 0, 0]
            let seen = try samples(TIFFFile(4, 1, samples: 3, photometric: 8, eight))
            // One step of a* or b* changes a sample by up to 3 levels.
            #expect(zip(seen, expected).allSatisfy { abs($0 - $1) <= 3 }, "\(seen)")

            let deep = [31822, -1290, -9789, 35532, 9780, 11837, 65535, 0, 0, 0, 0, 0]
            var file = TIFFFile(4, 1, samples: 3, photometric: 8, deep.flatMap { little(($0, 2)) })
            file.bits = 16
            let seenDeep = try samples(file)
            #expect(zip(seenDeep, expected).allSatisfy { abs($0 - $1) <= 1 }, "\(seenDeep)")
            file.isPlanar = true
            file.blocks = (0..<3).map { band in (0..<4).flatMap { little((deep[$0 * 3 + band], 2)) } }
            #expect(try samples(file) == seenDeep)
        }

        @Test func lightnessWithAlpha() throws {
            var file = TIFFFile(2, 1, samples: 4, photometric: 8, [255, 0, 0, 255, 0, 0, 0, 100])
            file.extraSamples = [2]
            #expect(try samples(file) == [255, 255, 255, 255, 0, 0, 0, 100])
        }

        /// Later directories have other pages, or smaller versions of the first picture (tag 254). Only the first
        /// picture is read.
        @Test func theFirstPictureCounts() throws {
            var file = TIFFFile(2, 1, samples: 1, photometric: 1, [7, 8])
            file.tags[254] = [0]
            let first = file.bytes
            // Append the directory of a smaller version of 1×1 pixel. Its only strip is the first byte of the file.
            var bytes = first + [UInt8](repeating: 0, count: first.count % 2)
            let entries: [(tag: Int, value: Int)] = [
                (254, 1), (256, 1), (257, 1), (258, 8), (259, 1), (262, 1), (273, 0), (277, 1), (278, 1), (279, 1),
            ]
            let start = bytes.count
            bytes += little((entries.count, 2))
            for entry in entries { bytes += little((entry.tag, 2), (4, 2), (1, 4), (entry.value, 4)) }
            bytes += little((0, 4))
            // The offset of the second directory follows the entries of the first directory.
            let directory = Int(bytes[4]) | Int(bytes[5]) << 8
            let link = directory + 2 + 12 * (Int(bytes[directory]) | Int(bytes[directory + 1]) << 8)
            bytes.replaceSubrange(link..<link + 4, with: little((start, 4)))
            #expect(try folder.decoded(bytes).pixels().samples == [7, 8])
        }
    }
}
