import Containers
import ImageSpecs
import RenderingTestSupport
import Testing
import WorkerProtocol

@testable import Decoding
@testable import Pictures
@testable import Rendering
@testable import Vips

extension LibvipsSuite {
    @Suite struct AnimatedPNGTests {
        private struct Frame {
            var size = Size(width: 4, height: 2)
            var left = 0
            let color: [UInt8]
            var disposal: UInt8 = 0
            var isBlended = false
            var delay = [0, 50, 0x03, 0xE8] as [UInt8]
        }

        private func flat(_ size: Size, _ color: [UInt8]) -> Pixels {
            let samples = (0..<size.area).flatMap { _ in color }
            return Pixels(width: size.width, height: size.height, bands: color.count, samples: samples)
        }

        /// Writes an animation with a canvas of 4×2 pixels.
        private func write(_ frames: [Frame], announced: Int? = nil, plays: Int = 2, to folder: TemporaryFolder) throws
        {
            var (chunks, header) = ([PNGChunk](), PNGChunk?.none)
            for (index, frame) in frames.enumerated() {
                try folder.save(flat(frame.size, frame.color), "pngsave", as: "frame.png")
                let parts = PNGChunk.all(in: try folder.bytes("frame.png"))
                header = header ?? parts.first
                let numbers = [index, frame.size.width, frame.size.height, frame.left, 0].flatMap(PNGChunk.big)
                let control = numbers + frame.delay + [frame.disposal, frame.isBlended ? 1 : 0]
                chunks.append(PNGChunk("fcTL", control[...]))
                for part in parts where part.name == "IDAT" {
                    chunks.append(index == 0 ? part : PNGChunk("fdAT", (PNGChunk.big(index) + part.data)[...]))
                }
            }
            let animation = PNGChunk("acTL", (PNGChunk.big(announced ?? frames.count) + PNGChunk.big(plays))[...])
            let all: [PNGChunk] = [try #require(header), animation] + chunks + [PNGChunk("IEND", [])]
            try folder.write(PNGChunk.signature + all.flatMap(\.bytes), to: "a.png")
        }

        private func decoder(_ folder: TemporaryFolder, _ name: String = "a.png") throws -> Decoder {
            try Decoder(SourceFile(path: folder.file(name), limits: Job.Limits()), limits: Job.Limits())
        }

        /// Returns the first and the last pixel of the upper row of each frame.
        private func ends(_ decoder: Decoder) throws -> [[UInt8]] {
            let strip = try decoder.loadAllFrames().withAlphaBand().pixels()
            return (0..<decoder.frameCount).flatMap { frame in
                let row = frame * 2 * 4 * 4
                return [Array(strip.samples[row..<row + 4]), Array(strip.samples[row + 12..<row + 16])]
            }
        }

        private let red: [UInt8] = [200, 0, 0, 255]
        private let green: [UInt8] = [0, 200, 0, 255]
        private let half = Size(width: 2, height: 2)

        /// The disposal and blend operations of PNG, third edition, 11.3.8.3.
        @Test func framesAreComposited() throws {
            let folder = try TemporaryFolder()
            let clear: [UInt8] = [0, 0, 0, 0]
            let veil: [UInt8] = [0, 0, 200, 128]
            try write(
                [
                    Frame(color: red),
                    // This frame replaces the left half. Then the previous canvas is restored.
                    Frame(size: half, color: veil, disposal: 2),
                    // This frame is blended over the right half. Then the half is cleared.
                    Frame(size: half, left: 2, color: veil, disposal: 1, isBlended: true),
                    Frame(size: half, color: green),
                    Frame(size: half, color: clear, isBlended: true),
                ],
                to: folder
            )
            let seen = try ends(decoder(folder))
            // The veil has an alpha of one half, so the colour is half of red and half of blue.
            let mixed: [UInt8] = [100, 0, 100, 255]
            #expect(seen == [red, red, veil, red, red, mixed, green, clear, green, clear])
        }

        @Test(arguments: ["GIF", "WEBP"])
        func framesDelaysAndRoundsAreKept(_ format: String) throws {
            let folder = try TemporaryFolder()
            try write(
                [
                    Frame(color: red), Frame(color: green, delay: [0, 1, 0, 0]),
                    Frame(color: red, delay: [0, 3, 0, 10]),
                ],
                to: folder
            )
            var spec = try spec(format: format)
            spec.extensions.animated = true
            #expect(Renderer.render(folder.job("a.png", [spec])).codes == [nil])
            let made = try decoder(folder, "0.out")
            #expect(made.frameCount == 3)
            // The second delay is 1/100 s, which browsers show as 1/10 s. The third delay is 3/10 s.
            #expect(made.timing == AnimationTiming(delays: [50, 100, 300], loop: 2))
        }

        /// A PNG can show a frame for 65,535 seconds.
        @Test(arguments: [("GIF", 655_350), ("WEBP", 16_777_215)])
        func longDelaysBecomeTheLongest(_ format: String, _ longest: Int) throws {
            let folder = try TemporaryFolder()
            try write([Frame(color: red), Frame(color: green, delay: [0xFF, 0xFF, 0, 1])], to: folder)
            var spec = try spec(format: format)
            spec.extensions.animated = true
            #expect(Renderer.render(folder.job("a.png", [spec])).codes == [nil])
            #expect(try decoder(folder, "0.out").timing.delays == [50, longest])
        }

        /// The gamma of 1 says that the greys are linear light.
        @Test func greysFollowTheGamma() throws {
            let folder = try TemporaryFolder()
            try write([Frame(color: [100]), Frame(color: [200])], to: folder)
            try folder.insert(chunk: "gAMA", PNGChunk.big(100_000), intoPNG: "a.png")
            var animated = try spec(format: "WEBP", options: ["lossless": .bool(true)])
            animated.extensions.animated = true
            #expect(Renderer.render(try folder.job("a.png", [animated, spec(format: "PNG")])).codes == [nil, nil])
            // The light is 100 / 255, which is the level 168 of sRGB.
            for name in ["0.out", "1.out"] { #expect(try folder.load(name).pixels().samples.first == 168, "\(name)") }
        }

        @Test func theFirstPictureByDefault() throws {
            let folder = try TemporaryFolder()
            try write([Frame(color: red), Frame(color: green)], to: folder)
            var asked = try spec(format: "PNG")
            asked.extensions.animated = true
            #expect(Renderer.render(try folder.job("a.png", [spec(format: "WEBP"), asked])).codes == [nil, nil])
            for name in ["0.out", "1.out"] { #expect(try decoder(folder, name).frameCount == 1) }
        }

        /// Browsers show only the default image of an inconsistent animation.
        @Test func inconsistentAnimationsAreStillImages() throws {
            let folder = try TemporaryFolder()
            try write([Frame(color: red), Frame(color: green)], announced: 3, to: folder)
            #expect(try decoder(folder).frameCount == 1)
            try write([Frame(color: red), Frame(size: half, left: 3, color: green)], to: folder)
            #expect(try decoder(folder).frameCount == 1)
        }

        /// Browsers show an animation whose pixels are complete, also without its last chunk.
        @Test func truncatedAnimations() throws {
            let folder = try TemporaryFolder()
            try write([Frame(color: red), Frame(color: green)], to: folder)
            let whole = try folder.bytes("a.png")
            // The last chunk has 12 bytes. The four bytes before it are the checksum of the last frame.
            for count in [1, 12, 14, 16] {
                try folder.write(Array(whole.dropLast(count)), to: "a.png")
                #expect(try decoder(folder).timing.delays == [50, 50], "\(count)")
                #expect(try ends(decoder(folder)) == [red, red, green, green], "\(count)")
            }
            var spec = try spec(format: "GIF")
            spec.extensions.animated = true
            let beforeFrame = PNGChunk.signature + PNGChunk.all(in: whole).dropLast(3).flatMap(\.bytes)
            for cut in [Array(whole.dropLast(17)), beforeFrame] {
                try folder.write(cut, to: "a.png")
                #expect(Renderer.render(folder.job("a.png", [spec])).codes == [.corruptSource])
                let accepted = Renderer.render(folder.job("a.png", [spec], limits: Job.Limits(truncated: .accept)))
                #expect(accepted.codes == [nil])
            }
        }

        @Test func framesCountAgainstTheLimits() throws {
            let folder = try TemporaryFolder()
            try write([Frame(color: red), Frame(color: green)], to: folder)
            var animated = try spec(format: "GIF")
            animated.extensions.animated = true
            let specs = try [animated, spec(format: "GIF")]
            #expect(Renderer.render(folder.job("a.png", specs, limits: Job.Limits(pixels: 16))).codes == [nil, nil])
            #expect(
                Renderer.render(folder.job("a.png", specs, limits: Job.Limits(pixels: 15))).codes == [.tooLarge, nil]
            )
            #expect(
                Renderer.render(folder.job("a.png", specs, limits: Job.Limits(frames: 1))).codes == [.tooLarge, nil]
            )
        }
    }
}
