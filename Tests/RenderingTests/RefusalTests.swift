import Foundation
import ImageSpecs
import RenderingTestSupport
import Testing
import WorkerProtocol

@testable import Decoding
@testable import Encoding
@testable import Rendering
@testable import Vips

extension LibvipsSuite {
    /// Tests of the messages about sources that cannot be read.
    @Suite struct RefusalTests {
        private func failure(_ bytes: [UInt8]) throws -> Outcome.Failure? {
            let folder = try TemporaryFolder()
            try folder.write(bytes, to: "a")
            let outcome = Renderer.render(try folder.job("a", [spec(format: "PNG")]))
            guard case .failed(let failure)?? = outcome.results.first else { return nil }
            return failure
        }

        /// The first bytes of the formats, one byte per character.
        private static let heads: [(head: String, name: String)] = [
            ("8BPS\u{0}\u{1}", "PSD"), ("FUJIFILMCCD-RAW 0201", "RAF"), ("IIRO", "ORF"),
            ("II*\u{0}\u{10}\u{0}\u{0}\u{0}CR\u{2}\u{0}", "CR2"),
            ("\u{0}\u{0}\u{0}\u{18}ftypcrx \u{0}\u{0}\u{0}\u{1}", "CR3"),
            ("\u{1F}\u{8B}\u{8}", "SVGZ"), ("v/1\u{1}", "OpenEXR"),
            ("\u{0}\u{0}\u{0}\u{18}ftypisom\u{0}\u{0}\u{0}\u{1}", "film"),
            ("version https://git-lfs.github.com/spec/v1\noid sha256:1", "git lfs pull"),
            ("\n<!DOCTYPE html><html>", "download the picture again"), ("Not found", "(JPEG, PNG, …)"),
        ]

        @Test(arguments: heads.indices)
        func filesAreNamedInMessages(_ index: Int) throws {
            let (head, name) = Self.heads[index]
            let bytes = head.unicodeScalars.map { UInt8($0.value) } + [UInt8](repeating: 0, count: 100)
            let failure = try #require(try failure(bytes))
            #expect(failure.code == .unsupportedFormat)
            #expect(failure.message.contains(name), "\(failure.message)")
        }

        private static let jpeg: [UInt8] = {
            // A frame of 8×8 greys, and a scan without data.
            let frame: [UInt8] = [0xFF, 0xC0, 0, 11, 8, 0, 8, 0, 8, 1, 1, 0x11, 0]
            return [0xFF, 0xD8] + frame + [0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0, 0xFF, 0xD9]
        }()

        private static let limits: [(marker: UInt8, precision: UInt8, kind: String)] = [
            (0xC3, 8, "lossless"), (0xC1, 12, "12 bits"), (0xC5, 8, "hierarchical"),
        ]

        private func jpeg(marker: UInt8, precision: UInt8) -> [UInt8] {
            var file = Self.jpeg
            (file[3], file[6]) = (marker, precision)
            return file
        }

        /// libjpeg-turbo 2 does not decode these kinds of JPEG, and libjpeg-turbo 3 decodes some of them.
        @Test(arguments: limits.indices)
        func decoderLimitsAreUnsupportedFormats(_ index: Int) throws {
            let (marker, precision, kind) = Self.limits[index]
            let failure = try #require(try failure(jpeg(marker: marker, precision: precision)))
            #expect(failure.code == .unsupportedFormat)
            #expect(failure.message.contains("libjpeg") && failure.message.contains(kind), "\(failure.message)")
        }

        @Test func brokenJPEGsAreCorrupt() throws {
            #expect(try failure(jpeg(marker: 0xC0, precision: 8))?.code == .corruptSource)
        }

        @Test func theReasonIsTheDecodersWarning() throws {
            let folder = try TemporaryFolder()
            try folder.save(pattern(3, 40, 30), "pngsave", as: "a.png")
            var bytes = try folder.bytes("a.png")
            let name = try #require(bytes.firstRange(of: Array("IDAT".utf8))?.lowerBound)
            let length = bytes[name - 4..<name].reduce(0) { $0 << 8 | Int($1) }
            bytes[name + 4 + length] ^= 0xFF
            // libvips 8.18 does not verify this checksum (CRC). The pixels are undamaged, so libvips decodes the
            // complete picture.
            guard try !LibvipsSuite.decodes(folder.write(bytes, to: "b.png"), with: "pngload") else {
                #expect(try folder.decoded(bytes).pixels() == pattern(3, 40, 30))
                return
            }
            let failure = try #require(try failure(bytes))
            #expect(failure.code == .corruptSource)
            #expect(failure.message.contains("CRC"), "\(failure.message)")
        }

        /// Tests the message of a libheif without a decoder, such as the libheif of pyvips-binary 8.18.
        @Test(arguments: [
            (ImageFormat.heic, "libheif-plugin-libde265"), (.avif, "libheif-plugin-dav1d"),
        ])
        func aMissingCodecIsNamedWithItsPackage(_ format: ImageFormat, _ package: String) throws {
            let folder = try TemporaryFolder()
            let type = format == .heic ? "heic" : "avif"
            let head = [0, 0, 0, 24] + Array("ftyp\(type)\0\0\0\0mif1\(type)".utf8)
            try folder.write(head, to: "a")
            let file = try SourceFile(path: folder.path + "/a", limits: Job.Limits())
            let hint = "heif: Error while loading plugin: Support for this compression format has not been built in"
            let failure = file.failure(undecodable: VipsError(operation: "heifload_source", hint: hint))
            #expect(failure.code == .unsupportedFormat && failure.message.contains("install \(package)"), "\(failure)")
        }

        @Test func aLibheifWithoutEncoderIsNamedWithItsPackage() {
            let error = VipsError(operation: "heifsave_target", hint: "heifsave: Unsupported compression")
            #expect(Saver.missingEncoder(of: .avif, error)?.contains("install libheif-plugin-aomenc") == true)
            #expect(Saver.missingEncoder(of: .jpeg, error) == nil)
        }

        @Test(arguments: [(16_383, nil), (16_384, Outcome.Code.tooLarge)])
        func webPHasAMaximumSide(_ width: Int, _ code: Outcome.Code?) throws {
            let folder = try TemporaryFolder()
            try folder.save(pattern(3, width, 2), "pngsave", as: "a.png")
            let outcome = try Renderer.render(folder.job("a.png", [spec(format: "WEBP")]))
            #expect(outcome.codes == [code], "\(outcome.results)")
            if case .failed(let failure)?? = outcome.results.first {
                #expect(
                    failure.message.hasPrefix(
                        "WEBP holds at most 16383 pixels per side, and the image would have 16384×2"
                    )
                )
            }
        }

        @Test func optionsOfMozjpegThatAreIgnoredAreNamed() {
            let messages = ["ignoring trellis_quant", "something else", "ignoring optimize_scans"]
            #expect(
                SaverTest.warning(messages)
                    == "this libvips ignores trellis_quant, optimize_scans, because it is built without mozjpeg"
            )
            #expect(SaverTest.warning(["something else"]) == nil)
        }

        @Test func aSaverIsTested() {
            #expect(SaverTest(.jpeg).mistake == nil && SaverTest(.bmp).mistake == nil)
            let unknown = SaverTest(.png, options: ["vips": .dictionary(["colour": .integer(1)])])
            #expect(
                unknown.mistake?.hasPrefix("pngsave_target of this libvips has no option \"colour\"; it has ") == true
            )
            #expect(SaverTest(.png, options: ["vips": .dictionary(["filter": .string("some")])]).mistake != nil)
        }

        @Test(arguments: [ImageFormat.jpeg, .png, .webp, .tiff]) func aDecoderIsTested(_ format: ImageFormat) {
            #expect(DecoderTest.failure(of: format) == nil)
        }

        @Test func aPNGWithoutItsHeaderIsNotTooLarge() throws {
            let folder = try TemporaryFolder()
            try folder.save(pattern(3, 40, 30), "pngsave", as: "a.png")
            var bytes = try folder.bytes("a.png")
            bytes.insert(contentsOf: [0, 0, 0, 1] + Array("tEXt".utf8) + [0, 1, 2, 3, 4], at: 8)
            let failure = try #require(try failure(bytes))
            #expect(failure.code == .corruptSource)
            #expect(failure.message.contains("tEXt"), "\(failure.message)")
        }

        @Test func anEmptyDirectoryIsNotReportedAsOutOfMemory() throws {
            let empty: [UInt8] = [0x49, 0x49, 0x2A, 0, 8, 0, 0, 0, 0, 0] + [UInt8](repeating: 0, count: 40)
            let failure = try #require(try failure(empty))
            #expect(failure.code == .corruptSource, "\(failure.message)")
        }

        @Test func truncatedAVIFsAreReportedAsTruncated() throws {
            let folder = try TemporaryFolder()
            try folder.save(pattern(3, 90, 70), "heifsave", as: "a.avif", ["compression": "av1"])
            let bytes = try folder.bytes("a.avif")
            let failure = try #require(try failure(Array(bytes.prefix(bytes.count * 2 / 3))))
            #expect(failure.code == .corruptSource)
            #expect(!failure.message.contains("bad seek"), "\(failure.message)")
        }

        /// `mif1` and `miaf` are brands of the container, and the compatible brands state the codec (ISO/IEC 23008-12).
        @Test(arguments: ["mif1", "miaf", "avif"])
        func avifIsDetectedByCompatibleBrands(_ brand: String) throws {
            let folder = try TemporaryFolder()
            try folder.save(pattern(3, 64, 48), "heifsave", as: "a.avif", ["compression": "av1"])
            var bytes = try folder.bytes("a.avif")
            let length = bytes[..<4].reduce(0) { $0 << 8 | Int($1) }
            #expect(String(decoding: bytes[16..<length], as: UTF8.self).contains("avif"))
            bytes.replaceSubrange(8..<12, with: Array(brand.utf8))
            try folder.write(bytes, to: "a.avif")
            #expect(Renderer.render(try folder.job("a.avif", [spec()])).made.first??.format == .avif)
        }
    }
}
