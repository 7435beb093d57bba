import Pictures
import RenderingTestSupport
import Testing
import WorkerProtocol

@testable import Decoding
@testable import Vips

extension LibvipsSuite {
    @Suite struct IconReaderTests {
        private let folder: TemporaryFolder

        init() throws { folder = try TemporaryFolder() }

        private struct Entry {
            var width: Int
            var height: Int
            var bits = 32
            var colors = 0
            var body: [UInt8]
        }

        private func icon(_ entries: [Entry], isCursor: Bool = false) -> [UInt8] {
            var offset = 6 + entries.count * 16
            var directory = little((0, 2), (isCursor ? 2 : 1, 2), (entries.count, 2))
            for entry in entries {
                // A cursor has its hot spot in the fields for planes and bits.
                let middle = isCursor ? little((1, 2), (1, 2)) : little((1, 2), (entry.bits, 2))
                directory += [UInt8(entry.width % 256), UInt8(entry.height % 256), UInt8(entry.colors), 0] + middle
                directory += little((entry.body.count, 4), (offset, 4))
                offset += entry.body.count
            }
            return directory + entries.flatMap(\.body)
        }

        /// Returns a bitmap with one row of pixels, followed by the mask.
        private func bitmap(_ width: Int, bits: Int, palette: [UInt8] = [], row: [UInt8], mask: [UInt8]) -> [UInt8] {
            var file = BMPFile(width: width, height: 1, bits: bits, palette: palette, rows: row + mask)
            file.isInIcon = true
            return file.bytes
        }

        private func png(_ pixels: Pixels) throws -> [UInt8] {
            try folder.save(pixels, "pngsave", as: "part.png")
            return try folder.bytes("part.png")
        }

        @Test(arguments: [false, true])
        func theLargestPicture(_ isCursor: Bool) throws {
            let large = pattern(4, 9, 7)
            let entries = [
                Entry(
                    width: 2,
                    height: 1,
                    body: bitmap(2, bits: 32, row: [1, 2, 3, 4, 5, 6, 7, 8], mask: [0, 0, 0, 0])
                ),
                Entry(width: 9, height: 7, body: try png(large)),
                Entry(width: 4, height: 4, body: try png(pattern(4, 4, 4))),
            ]
            #expect(try folder.decoded(icon(entries, isCursor: isCursor)).pixels() == large)
        }

        /// In the directory, a side of 0 means 256 pixels.
        @Test func aSideOfZero() throws {
            let large = pattern(4, 256, 256)
            let entries = [
                Entry(width: 255, height: 255, body: try png(pattern(4, 255, 255))),
                Entry(width: 256, height: 256, body: try png(large)),
            ]
            #expect(try folder.decoded(icon(entries)).pixels() == large)
        }

        /// Some programs state the number of colours instead of the bits per pixel.
        @Test(arguments: [false, true])
        func ofOneSizeThePictureOfMostColours(_ statesBits: Bool) throws {
            let poor = bitmap(
                1,
                bits: 1,
                palette: [0, 0, 0, 0, 255, 255, 255, 0],
                row: [0x80, 0, 0, 0],
                mask: [0, 0, 0, 0]
            )
            let rich = bitmap(1, bits: 24, row: [3, 2, 1, 0], mask: [0, 0, 0, 0])
            let entries =
                statesBits
                ? [Entry(width: 1, height: 1, bits: 24, body: rich), Entry(width: 1, height: 1, bits: 1, body: poor)]
                : [
                    Entry(width: 1, height: 1, bits: 0, colors: 2, body: poor),
                    Entry(width: 1, height: 1, bits: 0, body: rich),
                ]
            #expect(try folder.decoded(icon(entries)).pixels().samples == [1, 2, 3])
        }

        @Test func theMaskMakesTransparent() throws {
            let body = bitmap(2, bits: 24, row: [3, 2, 1, 6, 5, 4, 0, 0], mask: [0b0100_0000, 0, 0, 0])
            #expect(
                try folder.decoded(icon([Entry(width: 2, height: 1, body: body)])).pixels().samples == [
                    1, 2, 3, 255, 4, 5, 6, 0,
                ]
            )
        }

        @Test func alphaComesBeforeTheMask() throws {
            let body = bitmap(2, bits: 32, row: [3, 2, 1, 0, 6, 5, 4, 9], mask: [0b0100_0000, 0, 0, 0])
            #expect(
                try folder.decoded(icon([Entry(width: 2, height: 1, body: body)])).pixels().samples == [
                    1, 2, 3, 0, 4, 5, 6, 9,
                ]
            )
        }

        @Test func alphaThatIsZeroEverywhereIsReplacedByTheMask() throws {
            let body = bitmap(2, bits: 32, row: [3, 2, 1, 0, 6, 5, 4, 0], mask: [0b0100_0000, 0, 0, 0])
            #expect(
                try folder.decoded(icon([Entry(width: 2, height: 1, body: body)])).pixels().samples == [
                    1, 2, 3, 255, 4, 5, 6, 0,
                ]
            )
        }

        @Test func aTruncatedFile() throws {
            let whole = icon([Entry(width: 9, height: 7, body: try png(pattern(4, 9, 7)))])
            #expect(folder.failure(Array(whole.dropLast(20)))?.code == .corruptSource)
            #expect(folder.failure(Array(whole.prefix(22)))?.code == .corruptSource)
        }

    }
}
