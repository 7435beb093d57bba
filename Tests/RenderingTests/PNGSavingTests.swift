import Containers
import Encoding
import ImageSpecs
import RenderingTestSupport
import Testing

@testable import Vips

extension LibvipsSuite {
    /// `PNGEncoding` writes most PNGs. libvips writes the pictures and options that `PNGEncoding` does not support.
    /// libvips divides the pixels of these pictures into several chunks, and `PNGEncoding` writes one chunk.
    @Suite struct PNGSavingTests {
        private func saved(_ image: Image, _ options: [String: Value] = [:]) throws -> [UInt8] {
            LibvipsSuite.started
            return try Saver(.png, options: options, autoconvert: true).encode(image, keepsMetadata: true)
        }

        private func savedByLibvips(_ image: Image) throws -> [UInt8] {
            let target = try Target()
            var operation = try Operation("pngsave_target")
            try operation.set("target", .target(target))
            try operation.set("in", .image(image))
            try operation.set("filter", "all")
            try operation.build()
            return try target.bytes()
        }

        private func decoded(_ file: [UInt8]) throws -> Image { try TemporaryFolder().decoded(file) }

        /// Returns a picture of noise, which cannot be compressed.
        private func noise(_ bands: Int) throws -> Image {
            var state: UInt32 = 1
            let samples = (0..<100 * 101 * bands).map { _ in
                state = state &* 1_664_525 &+ 1_013_904_223
                return UInt8(state >> 24)
            }
            return try Image(Pixels(width: 100, height: 101, bands: bands, samples: samples))
        }

        private func names(_ file: [UInt8]) -> [String] { PNGChunk.all(in: file).map(\.name) }

        @Test(arguments: 1...4)
        func theFileIsLikeThatOfLibvips(bands: Int) throws {
            LibvipsSuite.started
            let image = try noise(bands)
            image.set(field: "xmp-data", Array("<x:xmpmeta/>".utf8))
            let (own, theirs) = (try saved(image), try savedByLibvips(image))
            #expect(try decoded(own).pixels() == decoded(theirs).pixels())
            #expect(own.prefix(33) == theirs.prefix(33))
            let pixels = names(theirs).filter { $0 == "IDAT" }.count
            #expect(pixels > 1 && names(own).filter { $0 == "IDAT" }.count == 1)
            #expect(Set(names(own)) == Set(names(theirs)))
            let resolution = try #require(PNGChunk.all(in: theirs).first { $0.name == "pHYs" })
            #expect(PNGChunk.all(in: own).contains { $0.name == "pHYs" && $0.data == resolution.data })
        }

        @Test func filtersCanBeSwitchedOff() throws {
            let options: [String: Value] = [
                "compress_level": .integer(0), "vips": .dictionary(["filter": .string("none")]),
            ]
            let image = try Image(pattern(3, 5, 4))
            let file = try saved(image, options)
            let data = try #require(PNGChunk.all(in: file).first { $0.name == "IDAT" }).data
            #expect(data.count == 2 + 5 + 4 * 16 + 4)
            #expect(Array(data.dropFirst(8).prefix(15)) == Array(pattern(3, 5, 4).samples.prefix(15)))
        }

        @Test(arguments: [("palette", Value.bool(true), 25, 3), ("bitdepth", .integer(16), 24, 16)])
        func libvipsWritesOtherKinds(option: String, value: Value, offset: Int, byte: UInt8) throws {
            LibvipsSuite.started
            let file = try saved(noise(3), ["vips": .dictionary([option: value])])
            #expect(file[offset] == byte)
            #expect(try decoded(file).height == 101)
        }

        /// The rows of this picture do not fit into the memory that `PNGEncoding` may use.
        @Test func libvipsWritesLargePictures() throws {
            LibvipsSuite.started
            let image = try Operation.call("black", ["width": 8192, "height": 8192], options: [:])
                .apply("copy", ["interpretation": "b-w"])
            let options: [String: Value] = [
                "compress_level": .integer(1), "vips": .dictionary(["filter": .string("none")]),
            ]
            let file = try saved(image, options)
            #expect(names(file).filter { $0 == "IDAT" }.count > 1)
            #expect(Array(file[16..<26]) == [0, 0, 32, 0, 0, 0, 32, 0, 8, 0])
        }
    }
}
