import Foundation
import ImageSpecs
import RenderingTestSupport
import Testing
import WorkerProtocol

@testable import Pictures
@testable import Rendering
@testable import Vips

extension LibvipsSuite {
    @Suite struct SavingTests {
        private func made(_ source: Pixels, _ spec: ImageSpec) throws -> (folder: TemporaryFolder, image: Image) {
            let folder = try TemporaryFolder()
            try folder.save(source, "pngsave", as: "a.png")
            let outcome = Renderer.render(folder.job("a.png", [spec]))
            #expect(outcome.codes == [Outcome.Code?.none], "\(outcome.results)")
            return (folder, try folder.load("0.out"))
        }

        @Test(arguments: [ImageFormat.png, .webp, .tiff, .bmp])
        func lossless(_ format: ImageFormat) throws {
            let source = pattern(3, 31, 17)
            let options: [String: Value]? = format == .webp ? ["lossless": .bool(true)] : nil
            let (_, image) = try made(source, spec(format: format.rawValue, options: options))
            #expect(try image.pixels().samples == source.samples)
        }

        @Test(arguments: [ImageFormat.jpeg, .avif, .gif])
        func lossy(_ format: ImageFormat) throws {
            let (_, image) = try made(pattern(3, 64, 48), spec(format: format.rawValue))
            #expect(image.size == Size(width: 64, height: 48))
            let source = pattern(3, 64, 48).samples
            let samples = try image.withColorBands().withoutAlphaBand().pixels().samples
            let error = zip(source, samples).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) }
            #expect(error / source.count < 25)
        }

        /// `pilkit.utils.prepare_image` composites RGBA over white if the format has no alpha.
        @Test(arguments: [ImageFormat.jpeg, .tiff, .bmp])
        func whiteBehindTransparency(_ format: ImageFormat) throws {
            let clear = Pixels(width: 16, height: 16, bands: 4, samples: [UInt8](repeating: 0, count: 1024))
            let (_, image) = try made(clear, spec(format: format.rawValue))
            #expect(!image.hasAlpha)
            #expect(try image.pixels().samples.allSatisfy { $0 > 252 })
        }

        @Test(arguments: [ImageFormat.png, .webp])
        func transparencyStays(_ format: ImageFormat) throws {
            let half = Pixels(width: 4, height: 4, bands: 4, samples: [UInt8](repeating: 100, count: 64))
            let (_, image) = try made(half, spec(format: format.rawValue))
            #expect(image.bands == 4)
            #expect(try image.pixels().samples[3] == 100)
        }

        /// Sixteen different levels of alpha stay different.
        @Test func transparencyStaysInAVIF() throws {
            let levels = (0..<16).map { UInt8($0 * 17) }
            var samples: [UInt8] = []
            for position in 0..<512 * 32 { samples += [90, 140, 60, levels[position % 512 / 32]] }
            let source = Pixels(width: 512, height: 32, bands: 4, samples: samples)
            let (_, image) = try made(source, spec(format: "AVIF", options: ["quality": .integer(90)]))
            let pixels = try image.pixels()
            #expect(pixels.bands == 4)
            for (index, level) in levels.enumerated() {
                let middle = 16 * 512 + index * 32 + 16
                let alpha = Int(pixels.samples[middle * 4 + 3])
                #expect(abs(alpha - Int(level)) <= 5, "\(alpha), not \(level)")
            }
        }

        @Test func gifSnapsTransparency() throws {
            var source = pattern(4, 8, 4)
            for index in 0..<32 { source.samples[index * 4 + 3] = index % 8 < 4 ? 128 : 129 }
            let (_, image) = try made(source, spec(format: "GIF"))
            let alpha = try image.pixels().samples.enumerated().filter { $0.offset % 4 == 3 }.map(\.element)
            #expect(alpha.prefix(8) == [0, 0, 0, 0, 255, 255, 255, 255])
        }

        @Test func withoutAutoconvertJPEGRefusesTransparency() throws {
            let folder = try TemporaryFolder()
            try folder.save(pattern(4, 8, 8), "pngsave", as: "a.png")
            var spec = try spec(format: "JPEG")
            spec.autoconvert = false
            #expect(Renderer.render(folder.job("a.png", [spec])).codes == [.processorFailed])
        }

        @Test func qualityAndOptionsReachTheFile() throws {
            let source = pattern(3, 120, 90)
            func size(_ options: [String: Value]?) throws -> Int {
                try made(source, spec(format: "JPEG", options: options)).folder.bytes("0.out").count
            }
            let standard = try size(nil)
            #expect(
                try size(["quality": .integer(75), "subsampling": .string("4:2:0"), "optimize": .bool(true)])
                    == standard
            )
            #expect(try size(["quality": .integer(20)]) < standard)
            #expect(try size(["subsampling": .integer(0)]) > standard)
            #expect(try size(["optimize": .bool(false)]) > standard)
            #expect(try size(["vips": .dictionary(["Q": .integer(20)])]) < standard)
            let progressive = try made(source, spec(format: "JPEG", options: ["progressive": .bool(true)]))
            #expect(progressive.image.has(field: "interlaced") || progressive.image.has(field: "jpeg-multiscan"))
        }

        @Test func metadataIsRemoved() throws {
            let folder = try TemporaryFolder()
            let image = try Image(pattern(3, 40, 30)).inMemory()
            image.set(field: "exif-ifd0-Copyright", "Copyright Secret Person")
            try folder.save(image, "jpegsave", as: "a.jpg")
            let secret = Array("Secret Person".utf8)
            #expect(try folder.bytes("a.jpg").firstRange(of: secret) != nil)
            let specs = try ["JPEG", "PNG", "WEBP", "TIFF"].map { try spec(format: $0) }
            _ = Renderer.render(folder.job("a.jpg", specs))
            for index in specs.indices {
                let bytes = try folder.bytes("\(index).out")
                #expect(bytes.firstRange(of: secret) == nil)
                #expect(bytes.firstRange(of: Array("Exif".utf8)) == nil)
            }
        }
    }
}
