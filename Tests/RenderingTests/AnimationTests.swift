import ImageSpecs
import RenderingTestSupport
import Testing
import WorkerProtocol

@testable import Pictures
@testable import Decoding
@testable import Rendering
@testable import Vips

extension LibvipsSuite {
    /// Tests of `animated: true`: processors and formats keep all frames and their delays.
    @Suite struct AnimationTests {
        private let delays = (2...31).map { $0 * 10 }

        /// Writes 30 frames of 40×24 pixels. Each frame has a different grey, and a bar that moves to the right.
        private func animation(in folder: TemporaryFolder) throws {
            let frames = try (0..<30).map { frame in
                let samples = (0..<24 * 40).flatMap { position -> [UInt8] in
                    let isBar = position % 40 == frame
                    return isBar ? [255, 0, 0] : [UInt8](repeating: UInt8(frame * 6 + 20), count: 3)
                }
                return try Image(Pixels(width: 40, height: 24, bands: 3, samples: samples))
            }
            let strip = try Operation.call("arrayjoin", ["in": .images(frames), "across": 1]).inMemory()
            strip.set(field: "page-height", 24)
            strip.set(field: "delay", delays)
            strip.set(field: "loop", 3)
            try folder.save(strip, "gifsave", as: "a.gif", ["dither": 0])
        }

        private func render(_ folder: TemporaryFolder, _ spec: ImageSpec, _ source: String = "a.gif") throws -> Decoder
        {
            var spec = spec
            spec.extensions.animated = true
            let outcome = Renderer.render(folder.job(source, [spec]))
            #expect(outcome.codes == [Outcome.Code?.none], "\(outcome.results)")
            let limits = Job.Limits()
            return try Decoder(SourceFile(path: folder.file("0.out"), limits: limits), limits: limits)
        }

        @Test(arguments: ["GIF", "WEBP"])
        func keepsFramesDelaysAndLoop(_ format: String) throws {
            let folder = try TemporaryFolder()
            try animation(in: folder)
            let made = try render(folder, try spec(#"{"ResizeToFill": {"width": 20, "height": 20}}"#, format: format))
            #expect(made.frameCount == 30)
            #expect(made.timing.delays == delays)
            #expect(made.size == Size(width: 20, height: 20))
            #expect(made.timing.loop == 3)
            let strip = try made.loadAllFrames().inMemory()
            for frame in 0..<30 {
                let corner = try strip.cropped(to: Box(left: 0, top: frame * 20 + 18, width: 1, height: 1)).pixels()
                let difference = abs(Int(corner.samples[1]) - (frame * 6 + 20))
                #expect(difference < 12 || frame < 14, "frame \(frame) is \(corner.samples)")
            }
        }

        @Test func fromGIFToWebPAndBack() throws {
            let folder = try TemporaryFolder()
            try animation(in: folder)
            _ = try render(folder, ImageSpec(format: "WEBP", options: ["lossless": .bool(true)]))
            try folder.write(try folder.bytes("0.out"), to: "b.webp")
            let back = try render(folder, ImageSpec(format: "GIF"), "b.webp")
            #expect(back.frameCount == 30)
            #expect(back.timing.delays == delays)
        }

        /// Browsers show a frame of 10 ms or less for 100 ms. In a GIF, no other frame may become so short.
        @Test(arguments: [
            ("gifsave", [10, 20, 20, 20, 40], [100, 20, 20, 20, 40]),
            ("webpsave", [100, 11, 14, 20, 40], [100, 20, 20, 20, 40]),
        ])
        func shortDelaysInAGIF(_ saver: String, _ stored: [Int], _ expected: [Int]) throws {
            let folder = try TemporaryFolder()
            let frames = try (0..<5).map { frame in
                let samples = [UInt8](repeating: UInt8(frame * 50), count: 8 * 8 * 3)
                return try Image(Pixels(width: 8, height: 8, bands: 3, samples: samples))
            }
            let strip = try Operation.call("arrayjoin", ["in": .images(frames), "across": 1]).inMemory()
            strip.set(field: "page-height", 8)
            strip.set(field: "delay", stored)
            try folder.save(strip, saver, as: "short")
            #expect(try render(folder, ImageSpec(format: "GIF"), "short").timing.delays == expected)
        }

        @Test(arguments: [
            #"{"SmartCrop": {"width": 10, "height": 10}}"#, #"{"Crop": {"width": 7, "height": 30}}"#,
            #"{"TrimBorderColor": {}}"#, #"{"Transpose": ["ROTATE_90"]}"#, #"{"AddBorder": {"thickness": 3}}"#,
            #"{"ResizeToFit": {"width": 50, "height": 50, "mat_color": "red"}}"#,
            #"{"SmartResize": {"width": 12, "height": 12}}"#, #"{"Reflection": {"size": 0.5}}"#,
        ])
        func everyGeometricProcessorKeepsFramesAndDelays(_ call: String) throws {
            let folder = try TemporaryFolder()
            try animation(in: folder)
            let made = try render(folder, try spec(call, format: "GIF"))
            #expect(made.frameCount == 30)
            #expect(made.timing.delays == delays)
        }

        @Test func onlyTheFirstFrameByDefault() throws {
            let folder = try TemporaryFolder()
            try animation(in: folder)
            var asked = try spec(format: "PNG")
            asked.extensions.animated = true
            let outcome = Renderer.render(folder.job("a.gif", [try spec(format: "GIF"), asked]))
            #expect(outcome.made.compactMap { $0?.height } == [24, 24])
            #expect(try folder.load("0.out").int(field: "n-pages") ?? 1 == 1)
        }

        @Test func countsFrames() throws {
            let folder = try TemporaryFolder()
            try animation(in: folder)
            var animated = try spec(format: "GIF")
            animated.extensions.animated = true
            var large = try spec(#"{"Resize": {"width": 200, "height": 200}}"#, format: "GIF")
            large.extensions.animated = true
            let specs = try [animated, spec(format: "GIF"), large]
            let few = Renderer.render(folder.job("a.gif", specs, limits: Job.Limits(frames: 29)))
            #expect(few.codes == [.tooLarge, nil, .tooLarge])
            let tight = Renderer.render(folder.job("a.gif", specs, limits: Job.Limits(pixels: 40 * 24 * 30 - 1)))
            #expect(tight.codes == [.tooLarge, .tooLarge, .tooLarge])
            let exact = Renderer.render(folder.job("a.gif", specs, limits: Job.Limits(pixels: 40 * 24 * 30)))
            #expect(exact.codes == [nil, nil, .tooLarge])
        }

        /// A GIF has a reader of its own, which counts the pixels too. The decoder counts the pixels of all other formats.
        @Test func countsThePixelsOfAllFrames() throws {
            let folder = try TemporaryFolder()
            try animation(in: folder)
            var animated = try spec(format: "WEBP")
            _ = try render(folder, animated)
            try folder.write(try folder.bytes("0.out"), to: "a.webp")
            animated.extensions.animated = true
            let tight = Renderer.render(folder.job("a.webp", [animated], limits: Job.Limits(pixels: 40 * 24 * 30 - 1)))
            #expect(tight.codes == [.tooLarge])
            let exact = Renderer.render(folder.job("a.webp", [animated], limits: Job.Limits(pixels: 40 * 24 * 30)))
            #expect(exact.codes == [Outcome.Code?.none])
        }
    }
}
