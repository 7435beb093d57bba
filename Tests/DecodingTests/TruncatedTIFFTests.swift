import RenderingTestSupport
import Testing
import WorkerProtocol

@testable import Decoding
@testable import Vips

extension LibvipsSuite {
    /// Tests which rows of a truncated TIFF are shown.
    @Suite struct TruncatedTIFFTests {
        private let folder: TemporaryFolder

        init() throws { folder = try TemporaryFolder() }

        /// Returns a file of 8×6 grey pixels with the values from 1 to 48. The directory follows the pixels.
        private func tiff(_ change: (inout TIFFFile) -> Void = { _ in }) -> [UInt8] {
            var file = TIFFFile(8, 6, samples: 1, photometric: 1, Array(1...48))
            change(&file)
            return file.bytes
        }

        /// Moves the directory of a file before its pixels, and corrects the offsets. Few programs write such files.
        private func headFirst(_ file: [UInt8], pixels: Int) -> [UInt8] {
            let directory = Array(file[(8 + pixels)...])
            let moved = directory.count + directory.count % 2
            var result = Array(file[..<4]) + little((8, 4)) + directory
            result += [UInt8](repeating: 0, count: moved - directory.count)
            for index in 0..<Int(directory[0]) {
                let entry = 10 + index * 12
                func number(_ offset: Int, _ count: Int) -> Int {
                    (0..<count).reduce(0) { $0 | Int(result[offset + $1]) << (8 * $1) }
                }
                func add(_ change: Int, at offset: Int) {
                    result.replaceSubrange(offset..<offset + 4, with: little((number(offset, 4) + change, 4)))
                }
                let (tag, count) = (number(entry, 2), number(entry + 4, 4))
                let length = number(entry + 2, 2) == 3 ? 2 : 4
                // Values that do not fit into their entry follow the directory, so they also move before the pixels.
                if count * length > 4 { add(-pixels, at: entry + 8) }
                guard tag == 273 || tag == 324 else { continue }
                let start = count * length > 4 ? number(entry + 8, 4) : entry + 8
                for value in 0..<count { add(moved, at: start + 4 * value) }
            }
            return result + file[8..<8 + pixels]
        }

        private func shown(_ bytes: [UInt8]) throws -> [UInt8] {
            try folder.decoded(bytes, .accept).pixels().samples
        }

        @Test(arguments: [0, 2, 4]) func completeRowsOfATruncatedTIFF(_ rowsPerStrip: Int) throws {
            let whole = headFirst(
                tiff { file in
                    guard rowsPerStrip > 0 else { return }
                    file.rowsPerStrip = rowsPerStrip
                    let length = rowsPerStrip * 8
                    file.blocks = stride(from: 0, to: 48, by: length).map {
                        Array(UInt8($0 + 1)...UInt8(min($0 + length, 48)))
                    }
                },
                pixels: 48
            )
            #expect(try shown(whole) == Array(1...48))
            // The fourth row lacks its last sample, so only three rows are shown.
            let cut = Array(whole.dropLast(17))
            #expect(folder.failure(cut)?.code == .corruptSource)
            #expect(try shown(cut) == Array(1...24) + [UInt8](repeating: 0, count: 24))
            #expect(folder.failure(Array(whole.dropLast(41)), .accept)?.code == .corruptSource)
        }

        /// Each strip has two rows that are compressed with PackBits. An incomplete strip is not shown.
        @Test func completeStripsOfATruncatedTIFF() throws {
            // Each strip has a count of 16 literal bytes, the bytes, and 0x80, which has no effect.
            let strips = [0, 16, 32].map { first in
                [15] + Array(UInt8(first + 1)...UInt8(first + 16)) + [0x80]
            }
            let whole = headFirst(
                tiff { file in
                    (file.compression, file.rowsPerStrip, file.blocks) = (32773, 2, strips)
                },
                pixels: 54
            )
            #expect(try shown(whole) == Array(1...48))
            let cut = Array(whole.dropLast(9))
            #expect(folder.failure(cut)?.code == .corruptSource)
            #expect(try shown(cut) == Array(1...32) + [UInt8](repeating: 0, count: 16))
        }

        /// The planes follow each other, and the last plane is truncated. Only rows that exist in all planes are shown.
        @Test func completePlanesOfATruncatedTIFF() throws {
            let whole = headFirst(
                tiff { file in
                    (file.samples, file.photometric, file.isPlanar) = (3, 2, true)
                    file.blocks = [Array(1...48), Array(51...98), Array(101...148)]
                },
                pixels: 144
            )
            var pixels: [UInt8] = []
            for index: UInt8 in 1...48 { pixels += [index, index + 50, index + 100] }
            #expect(try shown(whole) == pixels)
            let cut = Array(whole.dropLast(30))
            #expect(try shown(cut) == Array(pixels.prefix(48)) + [UInt8](repeating: 0, count: 96))
        }

        /// The planes are compressed, the file does not state the lengths of their strips, and the last strip starts after
        /// the end. A strip without a stated length counts as complete if the file contains its start.
        @Test func compressedPlanesWithoutLengths() throws {
            var whole = headFirst(
                tiff { file in
                    (file.samples, file.photometric, file.isPlanar) = (3, 2, true)
                    (file.compression, file.rowsPerStrip) = (32773, 2)
                    file.blocks = (0..<9).map { [15] + [UInt8](repeating: UInt8($0), count: 16) + [0x80] }
                },
                pixels: 162
            )
            // Give the entry of the lengths a tag that no reader knows.
            let entry = try #require(
                (0..<Int(whole[8])).map { 10 + $0 * 12 }.first { whole[$0...].starts(with: [23, 1]) }
            )
            whole.replaceSubrange(entry..<entry + 2, with: [0xF0, 0xFF])
            let cut = Array(whole.dropLast(20))
            #expect(folder.failure(cut)?.code == .corruptSource)
            #expect((try? shown(cut)) != nil || folder.failure(cut, .accept)?.code == .corruptSource)
        }

        /// The picture has four tiles of 16×16 pixels. If one tile is truncated, its row of tiles is not shown.
        @Test func completeTilesOfATruncatedTIFF() throws {
            let tiles = (1...4).map { [UInt8](repeating: UInt8($0 * 10), count: 256) }
            let whole = headFirst(
                tiff { file in
                    (file.width, file.height, file.tile, file.blocks) = (32, 32, (16, 16), tiles)
                },
                pixels: 1024
            )
            func rows(_ left: UInt8, _ right: UInt8) -> [UInt8] {
                var samples: [UInt8] = []
                for _ in 0..<16 {
                    samples += [UInt8](repeating: left, count: 16)
                    samples += [UInt8](repeating: right, count: 16)
                }
                return samples
            }
            #expect(try shown(whole) == rows(10, 20) + rows(30, 40))
            #expect(try shown(Array(whole.dropLast(5))) == rows(10, 20) + [UInt8](repeating: 0, count: 512))
        }

        /// Most programs write the directory last. Without the directory, the positions of the pixels are unknown.
        @Test func aTIFFWithoutItsDirectory() throws {
            #expect(folder.failure(Array(tiff().prefix(40)), .accept)?.code == .corruptSource)
        }
    }
}
