import Foundation
import ImageSpecs
import RenderingTestSupport
import Testing
import WorkerProtocol

@testable import Encoding
@testable import Rendering
@testable import Vips

extension LibvipsSuite {
    /// Tests which sources are refused, and with which code.
    @Suite struct SourceTests {
        private func code(_ folder: TemporaryFolder, _ name: String, limits: Job.Limits = Job.Limits()) throws
            -> Outcome.Code?
        {
            let job = try folder.job(name, [spec(#"{"ResizeToFit": {"width": 8}}"#, format: "PNG")], limits: limits)
            let outcome = Renderer.render(job)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.file("tmp")).isEmpty)
            return try #require(outcome.codes.first)
        }

        @Test func missing() throws {
            #expect(try code(TemporaryFolder(), "no.jpg") == .missingSource)
        }

        @Test func empty() throws {
            let folder = try TemporaryFolder()
            try folder.write([], to: "a.jpg")
            #expect(try code(folder, "a.jpg") == .emptySource)
        }

        @Test func folder() throws {
            #expect(try code(TemporaryFolder(), "tmp") == .notAFile)
        }

        @Test func pipe() throws {
            let folder = try TemporaryFolder()
            #expect(mkfifo(folder.file("a.jpg"), 0o600) == 0)
            #expect(try code(folder, "a.jpg") == .notAFile)
        }

        @Test func device() throws {
            let folder = try TemporaryFolder()
            try FileManager.default.createSymbolicLink(atPath: folder.file("a.jpg"), withDestinationPath: "/dev/zero")
            #expect(try code(folder, "a.jpg") == .notAFile)
        }

        @Test func junkAndUntrustedFormats() throws {
            let folder = try TemporaryFolder()
            for (index, text) in [
                "not an image", "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>", "%PDF-1.4",
                "P5 1 1 255 a",
            ].enumerated() {
                try folder.write(Array(text.utf8), to: "\(index).jpg")
                #expect(try code(folder, "\(index).jpg") == .unsupportedFormat, "\(text)")
            }
        }

        @Test(arguments: ["jpegsave", "pngsave", "webpsave", "gifsave", "tiffsave"])
        func truncatedFiles(_ saver: String) throws {
            let folder = try TemporaryFolder()
            try folder.save(pattern(3, 300, 200), saver, as: "complete")
            let complete = try folder.bytes("complete")
            #expect(try code(folder, "complete") == nil)
            try folder.write(Array(complete.prefix(complete.count * 2 / 3)), to: "cut")
            #expect(try code(folder, "cut") == .corruptSource)
        }

        @Test func damagedInTheMiddle() throws {
            let folder = try TemporaryFolder()
            try folder.save(pattern(3, 300, 200), "pngsave", as: "a.png")
            var bytes = try folder.bytes("a.png")
            for index in bytes.count / 2..<bytes.count / 2 + 40 { bytes[index] ^= 0x5A }
            try folder.write(bytes, to: "a.png")
            #expect(try code(folder, "a.png") == .corruptSource)
        }

        @Test func chunksLongerThanTheFile() throws {
            let folder = try TemporaryFolder()
            var bytes: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
            bytes +=
                [0, 0, 0, 13] + Array("IHDR".utf8) + [0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0, 0x90, 0x77, 0x53, 0xDE]
            bytes += [0x3F, 0xFF, 0xFF, 0xFF] + Array("IDAT".utf8) + [UInt8](repeating: 0, count: 12)
            #expect(bytes.count == 57 - 4)
            try folder.write(bytes, to: "a.png")
            let job = try folder.job("a.png", [spec(format: "PNG")])
            let outcome = Renderer.render(job)
            guard case .failed(let failure)?? = outcome.results.first else {
                Issue.record("\(outcome)")
                return
            }
            #expect(failure.code == .corruptSource)
            #expect(failure.message.contains("IDAT"))
        }

        @Test func limits() throws {
            let folder = try TemporaryFolder()
            try folder.save(pattern(3, 30, 20), "pngsave", as: "a.png")
            let size = try folder.bytes("a.png").count
            #expect(try code(folder, "a.png", limits: Job.Limits(pixels: 600, fileBytes: size)) == nil)
            #expect(try code(folder, "a.png", limits: Job.Limits(pixels: 599, fileBytes: size)) == .tooLarge)
            #expect(try code(folder, "a.png", limits: Job.Limits(pixels: 600, fileBytes: size - 1)) == .tooLarge)
        }

        @Test func framesCountAgainstTheLimit() throws {
            let folder = try TemporaryFolder()
            // The strip has two frames of 8×5 pixels. The metadata of the strip contains the height of a frame.
            let strip = try Image(pattern(3, 8, 10))
            strip.set(field: "page-height", 5)
            try folder.save(strip, "gifsave", as: "a.gif", ["dither": 0.0])
            #expect(try code(folder, "a.gif", limits: Job.Limits(pixels: 80)) == nil)
            #expect(try code(folder, "a.gif", limits: Job.Limits(pixels: 79)) == .tooLarge)
        }

        @Test func namesAreUsedLiterally() throws {
            let folder = try TemporaryFolder()
            for name in ["a[page=2].png", "b %d*?.png", "-c.png", "ü [1].png"] {
                try folder.save(pattern(3, 16, 9), "pngsave", as: "source.png")
                try FileManager.default.moveItem(atPath: folder.file("source.png"), toPath: folder.file(name))
                #expect(try code(folder, name) == nil)
            }
        }

        @Test func theNameDoesNotDetermineTheFormat() throws {
            let folder = try TemporaryFolder()
            try folder.save(pattern(3, 16, 9), "pngsave", as: "a.png")
            try FileManager.default.moveItem(atPath: folder.file("a.png"), toPath: folder.file("a.jpg"))
            let outcome = Renderer.render(try folder.job("a.jpg", [spec()]))
            #expect(outcome.made.first??.format == .png)
        }

        @Test func readsBMP() throws {
            let folder = try TemporaryFolder()
            let pixels = pattern(3, 7, 5)
            try folder.write(BMPWriter.encode(pixels), to: "a.bmp")
            #expect(try folder.load("a.bmp").pixels() == pixels)
            try folder.write(Array(BMPWriter.encode(pixels).dropLast(4)), to: "b.bmp")
            #expect(try code(folder, "b.bmp") == .corruptSource)
        }

        /// The picture has a billion pixels, and decoding them would take minutes. The reader rejects the picture after
        /// it has read the header.
        @Test func aHugeBMPIsRefusedBeforeDecoding() throws {
            let folder = try TemporaryFolder()
            let side: [UInt8] = [0, 0x7D, 0, 0]
            let header =
                Array("BM".utf8) + [0, 0, 0, 0, 0, 0, 0, 0, 54, 0, 0, 0, 40, 0, 0, 0] + side + side + [1, 0, 8, 0]
            try folder.write(header + [UInt8](repeating: 0, count: 24), to: "a.bmp")
            #expect(truncate(folder.file("a.bmp"), 54 + 32_000 * 32_000) == 0)
            #expect(try code(folder, "a.bmp") == .tooLarge)
        }
    }
}
