import ImageSpecs
import RenderingTestSupport
import Testing
import WorkerProtocol

@testable import Containers
@testable import Decoding
@testable import Encoding
@testable import Rendering
@testable import Vips

extension LibvipsSuite {
    /// Tests of `max_bytes` and `if_larger`.
    @Suite struct FittingTests {
        private func made(_ folder: TemporaryFolder, _ source: String, _ spec: ImageSpec) throws -> Outcome.MadeImage {
            let outcome = Renderer.render(folder.job(source, [spec]))
            return try #require(outcome.made.first ?? nil, "\(outcome.results)")
        }

        @Test(arguments: ["JPEG", "WEBP", "AVIF"])
        func theHighestQualityThatFits(_ format: String) throws {
            let folder = try TemporaryFolder()
            try folder.save(pattern(3, 160, 120), "pngsave", as: "a.png")
            var fitting = try spec(format: format, options: ["quality": .integer(90)])
            let size = try made(folder, "a.png", fitting).bytes
            let limit = size * 6 / 10
            fitting.extensions.maxBytes = limit
            let image = try made(folder, "a.png", fitting)
            #expect(image.bytes <= limit)
            #expect(try folder.bytes("0.out").count == image.bytes)
            #expect(try #require(image.notes.encodes) <= 8)
            let quality = try #require(image.notes.quality)
            #expect(quality < 90)
            // The file is the same as a file with that quality, and a file with the next higher quality would be too
            // large.
            let same = try spec(format: format, options: ["quality": .integer(quality)])
            #expect(try made(folder, "a.png", same).bytes == image.bytes)
            let next = try spec(format: format, options: ["quality": .integer(quality + 1)])
            #expect(try made(folder, "a.png", next).bytes > limit)
        }

        @Test func fittingFilesAreUnchangedAndOthersFail() throws {
            let folder = try TemporaryFolder()
            try folder.save(pattern(3, 160, 120), "pngsave", as: "a.png")
            var spec = try spec(format: "JPEG")
            let bytes = try made(folder, "a.png", spec).bytes
            let plain = try folder.bytes("0.out")
            spec.extensions.maxBytes = bytes
            let image = try made(folder, "a.png", spec)
            #expect(image.notes.quality == nil && image.notes.encodes == 1)
            #expect(try folder.bytes("0.out") == plain)
            spec.extensions.maxBytes = 100
            let outcome = Renderer.render(folder.job("a.png", [spec]))
            #expect(outcome.codes == [.processorFailed])
            spec.format = nil
            #expect(Renderer.render(folder.job("a.png", [spec])).codes == [.processorFailed])
        }

        @Test func bisectionTakesEightEncodesAtMost() throws {
            for limit in stride(from: 10, through: 1000, by: 7) {
                var encodes = 0
                let found = try QualitySearch(maxBytes: limit).run(requested: 100) { quality throws(Outcome.Failure) in
                    encodes += 1
                    return [UInt8](repeating: 0, count: (quality ?? 100) * 10)
                }
                #expect(encodes <= 8)
                #expect((found.quality ?? 100) == limit / 10)
            }
        }

        private func withMetadata() throws -> Image {
            let image = try Image(pattern(3, 90, 60)).inMemory()
            image.set(field: "exif-ifd0-Copyright", "SECRETMARK (SECRETMARK, ASCII, 11 components, 11 bytes)")
            image.set(field: "xmp-data", Array("<x>SECRETMARK</x>".utf8))
            return image
        }

        @Test(arguments: [("jpegsave", "a.jpg"), ("webpsave", "a.webp")])
        func theOriginalWithoutMetadata(_ saver: String, _ name: String) throws {
            let folder = try TemporaryFolder()
            try folder.save(withMetadata(), saver, as: name, ["Q": 20])
            #expect(String(decoding: try folder.bytes(name), as: UTF8.self).contains("SECRETMARK"))
            var spec = try spec(#"{"ResizeToFit": {"width": 90}}"#, options: ["quality": .integer(95)])
            let larger = try made(folder, name, spec)
            #expect(!larger.notes.isOriginal)
            spec.extensions.ifLarger = .keepOriginal
            let kept = try made(folder, name, spec)
            #expect(kept.notes.isOriginal)
            #expect(kept.bytes < larger.bytes)
            #expect(!String(decoding: try folder.bytes("0.out"), as: UTF8.self).contains("SECRETMARK"))
            #expect(try folder.load("0.out").pixels() == folder.load(name).pixels())
        }

        @Test func dataAfterTheCodesOfAWebPIsNotKept() throws {
            let folder = try TemporaryFolder()
            try folder.save(withMetadata(), "webpsave", as: "a.webp", ["Q": 20])
            let plain = try #require(WebPFile.withoutMetadata(folder.bytes("a.webp"), keepsProfile: false))
            var spec = try spec(options: ["quality": .integer(95)])
            spec.extensions.ifLarger = .keepOriginal
            try folder.write(plain, to: "plain.webp")
            #expect(try made(folder, "plain.webp", spec).notes.isOriginal)
            let longer = lengthened(plain, "VP8 ", by: Array("SECRETMARK".utf8))
            try folder.write(longer, to: "longer.webp")
            #expect(try folder.load("longer.webp").pixels() == folder.load("plain.webp").pixels())
            #expect(try !made(folder, "longer.webp", spec).notes.isOriginal)
            #expect(!String(decoding: try folder.bytes("0.out"), as: UTF8.self).contains("SECRETMARK"))
        }

        @Test func pngAndGIFOriginals() throws {
            let folder = try TemporaryFolder()
            try folder.save(withMetadata(), "pngsave", as: "a.png", ["compression": 9, "filter": "all"])
            var spec = try spec(options: ["compress_level": .integer(0)])
            spec.extensions.ifLarger = .keepOriginal
            #expect(try made(folder, "a.png", spec).notes.isOriginal)
            #expect(!String(decoding: try folder.bytes("0.out"), as: UTF8.self).contains("SECRETMARK"))
            #expect(try folder.load("0.out").pixels() == pattern(3, 90, 60))

            try folder.save(pattern(3, 90, 60), "gifsave", as: "a.gif")
            let gif = try folder.bytes("a.gif")
            let comment: [UInt8] = [0x21, 0xFE, 10] + Array("SECRETMARK".utf8) + [0]
            let clean = try #require(GIFFile.withoutMetadata(gif))
            try folder.write(gif.dropLast() + comment + [0x3B], to: "a.gif")
            #expect(GIFFile.withoutMetadata(try folder.bytes("a.gif")) == clean)
        }

        @Test(arguments: [
            #"{"ResizeToFit": {"width": 40}}"#, #"{"ColorOverlay": {"color": "red"}}"#,
            #"{"Transpose": ["FLIP_VERTICAL"]}"#,
        ])
        func changedPicturesNeverUseTheOriginal(_ call: String) throws {
            let folder = try TemporaryFolder()
            try folder.save(pattern(3, 90, 60), "jpegsave", as: "a.jpg", ["Q": 1])
            var spec = try spec(call, options: ["quality": .integer(100)])
            spec.extensions.ifLarger = .keepOriginal
            #expect(try !made(folder, "a.jpg", spec).notes.isOriginal)
            var turned = try Image(pattern(3, 90, 60)).inMemory()
            turned.set(field: "orientation", 6)
            try folder.save(turned, "jpegsave", as: "b.jpg", ["Q": 1])
            turned = try folder.load("b.jpg")
            var plain = ImageSpec(options: ["quality": .integer(100)])
            plain.extensions.ifLarger = .keepOriginal
            #expect(try !made(folder, "b.jpg", plain).notes.isOriginal)
        }

        @Test func dataAfterAJPEGIsRemoved() throws {
            let folder = try TemporaryFolder()
            try folder.save(pattern(3, 90, 60), "jpegsave", as: "a.jpg", ["Q": 20, "interlace": true])
            let file = try folder.bytes("a.jpg")
            let clean = try #require(JPEGFile.withoutMetadata(file, keepsProfile: false))
            #expect(JPEGFile.withoutMetadata(file + Array("a film".utf8), keepsProfile: false) == clean)
            #expect(JPEGFile.withoutMetadata(Array(file.prefix(file.count / 2)), keepsProfile: false) == nil)
        }
    }
}
