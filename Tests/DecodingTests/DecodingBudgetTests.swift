import RenderingTestSupport
import Testing
import WorkerProtocol

@testable import Containers
@testable import Decoding

extension LibvipsSuite {
    /// Small files that would need too much work are refused before their pixels are decoded.
    @Suite struct DecodingBudgetTests {
        private let folder: TemporaryFolder

        init() throws { folder = try TemporaryFolder() }

        private func big(_ value: Int, _ count: Int) -> [UInt8] {
            (0..<count).reversed().map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        }

        private func isRefused(_ bytes: [UInt8], _ message: String) {
            let failure = folder.failure(bytes)
            #expect(failure?.code == .tooLarge)
            #expect(failure?.message == message)
        }

        // MARK: - JPEG

        /// Returns a progressive JPEG of one component. Its scans have no data, which is valid with arithmetic coding.
        private func jpeg(_ width: Int, _ height: Int, scans: Int) -> [UInt8] {
            let frame = big(11, 2) + [8] + big(height, 2) + big(width, 2) + [1, 1, 0x11, 0]
            let table = [0xFF, 0xDB] + big(67, 2) + [0] + [UInt8](repeating: 1, count: 64)
            func scan(_ first: UInt8, _ last: UInt8) -> [UInt8] {
                [0xFF, 0xDA] + big(8, 2) + [1, 1, 0, first, last, 0]
            }
            let further = (1..<scans).flatMap { _ in scan(1, 63) }
            return [0xFF, 0xD8] + table + [0xFF, 0xCA] + frame + scan(0, 0) + further + [0xFF, 0xD9]
        }

        @Test func manyScans() {
            isRefused(jpeg(8, 8, scans: 501), "its 501 scans are more than 500: save it as a JPEG with fewer scans")
            #expect(folder.failure(jpeg(8, 8, scans: 500))?.code != .tooLarge)
        }

        /// libjpeg ignores the stray bytes before a marker, so they must not hide the scans.
        @Test(arguments: [2, 71, 84, 94], [[0xFF, 1, 0, 0xFF, 0, 7], [0xFF, 2, 0xFF, 0xFF]] as [[UInt8]])
        func strayBytesDoNotHideScans(offset: Int, bytes: [UInt8]) {
            var file = jpeg(8, 8, scans: 501)
            file.insert(contentsOf: bytes, at: offset)
            isRefused(file, "its 501 scans are more than 500: save it as a JPEG with fewer scans")
        }

        @Test func manyScansOfALargePicture() {
            isRefused(
                jpeg(10_000, 9_000, scans: 56),
                "its 56 scans of 10000×9000 pixels are more than 50 × max_pixels, 5000000000: "
                    + "save it as a JPEG with fewer scans"
            )
        }

        // MARK: - PNG

        private func png(_ chunks: [PNGChunk]) -> [UInt8] {
            let header = PNGChunk("IHDR", (big(1, 4) + big(1, 4) + [8, 0, 0, 0, 0])[...])
            let pixels = PNGChunk("IDAT", [0x78, 0x01, 0x63, 0x60, 0, 0, 0, 2, 0, 1])
            return PNGChunk.signature + ([header] + chunks + [pixels, PNGChunk("IEND", [])]).flatMap(\.bytes)
        }

        @Test func manyCompressedTexts() {
            let text = PNGChunk("zTXt", (Array("t\0\0".utf8) + [0x78, 0x01, 0x63, 0x60, 0, 0, 0, 2, 0, 1])[...])
            isRefused(
                png([PNGChunk](repeating: text, count: 51)),
                "its 51 compressed texts are more than 50: save it without metadata"
            )
            #expect(folder.failure(png([PNGChunk](repeating: text, count: 50))) == nil)
        }

        @Test func manyChunks() {
            let chunks = [PNGChunk](repeating: PNGChunk("loCa", []), count: 20_000)
            isRefused(png(chunks), "its 20001 chunks are more than 20000: save it without metadata")
        }

        // MARK: - TIFF

        @Test func manyTilesAndStrips() {
            var file = TIFFFile(10_000, 10_000, samples: 1, photometric: 1, [0])
            file.tile = (16, 16)
            isRefused(file.bytes, "its 390625 tiles are more than 300000: save it with larger ones")
            file = TIFFFile(60_000, 60_000, samples: 6, photometric: 2, [0])
            (file.rowsPerStrip, file.isPlanar) = (1, true)
            isRefused(file.bytes, "its 360000 strips are more than 300000: save it with larger ones")
        }

        // MARK: - HEIC

        private func box(_ type: String, _ content: [UInt8]) -> [UInt8] {
            big(8 + content.count, 4) + Array(type.utf8) + content
        }

        /// Returns a file in which item 1 is a grid. Each of its cells is item 2, a picture of 1,000 × 1,000 pixels.
        private func grid(cells: Int) -> [UInt8] {
            let size = box("ispe", big(0, 4) + big(1000, 4) + big(1000, 4))
            let associations = box("ipma", big(0, 4) + big(1, 4) + big(2, 2) + [1, 0x81])
            let cells = big(1, 2) + big(cells, 2) + (0..<cells).flatMap { _ in big(2, 2) }
            let meta =
                box("pitm", big(0, 4) + big(1, 2)) + box("iref", big(0, 4) + box("dimg", cells))
                + box("iprp", box("ipco", size) + associations)
            return box("ftyp", Array("heic".utf8) + big(0, 4) + Array("mif1heic".utf8)) + box("meta", big(0, 4) + meta)
        }

        @Test func manyTilesOfAGrid() {
            isRefused(
                grid(cells: 201),
                "its tiles have 201000000 pixels, more than 2 × max_pixels, 200000000: save it as one picture"
            )
            #expect(folder.failure(grid(cells: 200))?.code != .tooLarge)
        }

        @Test func gridsInACircleCostTooMuch() {
            let cells = box("dimg", big(1, 2) + big(1, 2) + big(2, 2)) + box("dimg", big(2, 2) + big(1, 2) + big(1, 2))
            let meta = box("meta", big(0, 4) + box("iref", big(0, 4) + cells))
            #expect(HEIFTiles.pixels(of: MemoryBytes(meta)) == .max)
        }
    }
}
