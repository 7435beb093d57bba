import Foundation
import ImageSpecs
import RenderingTestSupport
import Testing
import WorkerProtocol

@testable import Pictures
@testable import Rendering
@testable import Vips

extension LibvipsSuite {
    /// Complete jobs that read and write files.
    @Suite struct RendererTests {
        private let four = [
            #"{"ResizeToFit": {"width": 160}}"#, #"{"ResizeToFit": {"width": 80}}"#,
            #"{"SmartResize": {"width": 20, "height": 20}}"#,
            #"{"ResizeToFill": {"width": 15, "height": 15}}"#,
        ]

        /// The parent applies the complete time limit to each step: to the decoding and to each output. So the worker
        /// must report the end of each step.
        @Test(arguments: [1, 4]) func reportsItsProgress(_ count: Int) throws {
            let folder = try TemporaryFolder()
            try folder.save(pattern(3, 400, 300), "jpegsave", as: "a.jpg")
            let specs = try four.prefix(count).map { try spec($0, format: "WEBP") }
            var steps = 0
            _ = Renderer.render(folder.job("a.jpg", specs)) { steps += 1 }
            #expect(steps == 1 + count)
            try folder.write([1, 2, 3], to: "b.jpg")
            steps = 0
            _ = Renderer.render(folder.job("b.jpg", specs)) { steps += 1 }
            #expect(steps == 0)
        }

        @Test func makesAllAndReportsThem() throws {
            let folder = try TemporaryFolder()
            try folder.save(pattern(3, 400, 300), "jpegsave", as: "a.jpg")
            let specs = try four.map { try spec($0, format: "WEBP") }
            let outcome = Renderer.render(folder.job("a.jpg", specs))
            #expect(
                outcome.made.compactMap { $0 }.map { "\($0.width)×\($0.height)" } == [
                    "160×120", "80×60", "20×20", "15×15",
                ]
            )
            for (index, made) in outcome.made.enumerated() {
                let image = try folder.load("\(index).out")
                #expect(image.width == made?.width)
                #expect(try folder.bytes("\(index).out").count == made?.bytes)
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.file("tmp")).isEmpty)
        }

        @Test func bytesDoNotDependOnOtherOutputs() throws {
            let folder = try TemporaryFolder()
            try folder.save(pattern(3, 400, 300), "jpegsave", as: "a.jpg")
            let specs = try four.map { try spec($0) }
            _ = Renderer.render(folder.job("a.jpg", specs))
            let together = try specs.indices.map { try folder.bytes("\($0).out") }
            for index in specs.indices {
                let outcome = Renderer.render(folder.job("a.jpg", specs, wanted: [index]))
                #expect(outcome.results.indices.filter { outcome.results[$0] != nil } == [index])
                #expect(try folder.bytes("\(index).out") == together[index])
            }
        }

        /// The picture has four quarters with different colours. Each quarter must be at its correct position in the
        /// result.
        @Test(arguments: 1...8, ["jpegsave", "pngsave", "webpsave", "tiffsave"])
        func turnsUpright(_ orientation: Int, _ saver: String) throws {
            let folder = try TemporaryFolder()
            let quarters: [[UInt8]] = [[220, 20, 20], [20, 180, 20], [20, 20, 220], [210, 210, 30]]
            var samples: [UInt8] = []
            for y in 0..<32 { for x in 0..<64 { samples += quarters[y / 16 * 2 + x / 32] } }
            let upright = Pixels(width: 64, height: 32, bands: 3, samples: samples)
            let undo: [Int: [Transpose.Turn]] = [
                1: [], 2: [.flipHorizontal], 3: [.rotate180], 4: [.flipVertical], 5: [.flipHorizontal, .rotate90],
                6: [.rotate90], 7: [.flipHorizontal, .rotate270], 8: [.rotate270],
            ]
            let stored = try Image(upright).turned(try #require(undo[orientation])).inMemory()
            stored.set(field: "orientation", orientation)
            try folder.save(stored, saver, as: "a", saver.hasPrefix("jpeg") ? ["Q": 95] : [:])
            if saver == "pngsave" {
                let exif: [UInt8] = [
                    0x4D, 0x4D, 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, UInt8(orientation), 0, 0,
                ]
                try folder.insert(chunk: "eXIf", exif + [0, 0, 0, 0], intoPNG: "a")
            }
            #expect(try folder.load("a").int(field: "orientation") ?? 1 == orientation)
            var asStored = try spec(format: "PNG")
            asStored.extensions.autorotate = false
            let outcome = Renderer.render(
                try folder.job(
                    "a",
                    [spec(#"{"ResizeToFit": {"width": 16}}"#, format: "PNG"), spec(format: "PNG"), asStored]
                )
            )
            #expect(outcome.made.map { $0.map { [$0.width, $0.height] } }.prefix(2) == [[16, 8], [64, 32]])
            for name in ["0.out", "1.out"] {
                let image = try folder.load(name)
                #expect(image.int(field: "orientation") ?? 1 == 1)
                for (quarter, color) in quarters.enumerated() {
                    let middle = Box(
                        left: image.width * (1 + quarter % 2 * 2) / 4,
                        top: image.height * (1 + quarter / 2 * 2) / 4,
                        width: 1,
                        height: 1
                    )
                    let seen = try image.cropped(to: middle).pixels().samples
                    #expect(zip(seen, color).allSatisfy { abs(Int($0) - Int($1)) < 40 }, "\(name) \(quarter): \(seen)")
                }
            }
            let raw = try folder.load("2.out")
            #expect(raw.size == stored.size)
        }

        @Test func transposeAutoTurnsStoredOrientations() throws {
            let folder = try TemporaryFolder()
            let image = try Image(pattern(3, 40, 20)).inMemory()
            image.set(field: "orientation", 6)
            try folder.save(image, "jpegsave", as: "a.jpg")
            var first = try spec(#"{"Transpose": ["auto"]}"#, #"{"ResizeToFit": {"width": 10}}"#)
            var second = try spec(#"{"ResizeToFit": {"width": 10}}"#, #"{"Transpose": ["auto"]}"#)
            let upright = first
            first.extensions.autorotate = false
            second.extensions.autorotate = false
            let made = Renderer.render(folder.job("a.jpg", [first, second, upright])).made.compactMap { $0 }
            #expect(made.map { [$0.width, $0.height] } == [[10, 20], [10, 5], [10, 20]])
        }

        @Test func oneFailureIsOneFailure() throws {
            let folder = try TemporaryFolder()
            try folder.save(pattern(3, 40, 30), "pngsave", as: "a.png")
            let specs = try [
                spec(#"{"ResizeToFit": {"width": 10}}"#),
                spec(#"{"ImageOverlay": {"overlay_img": "/no", "position": [0, 0]}}"#),
                spec(#"{"Crop": {"width": 5, "height": 5}}"#, options: ["compress_level": .integer(11)]),
                spec(options: ["vips": .dictionary(["no-such-option": .integer(1)])]),
                spec(#"{"ResizeToFit": {"width": 999999}}"#),
                spec(#"{"MakeOpaque": {}}"#, #"{"ResizeCanvas": {"width": 999999, "height": 999999}}"#),
            ]
            let outcome = Renderer.render(folder.job("a.png", specs))
            #expect(
                outcome.codes == [nil, .processorFailed, .processorFailed, .cannotWrite, .tooLarge, .processorFailed]
            )
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.file("tmp")).isEmpty)
            #expect(folder.names == ["a.png", "tmp", "0.out"])
        }

        /// The area of the size does not fit into 64 bits.
        @Test func hugeSizesAreTooLarge() throws {
            let folder = try TemporaryFolder()
            let line = BMPFile(
                width: 9_300_000,
                height: 1,
                bits: 1,
                palette: [0, 0, 0, 0, 255, 255, 255, 0],
                rows: [UInt8](repeating: 0, count: 1_162_500)
            )
            try folder.write(line.bytes, to: "a.bmp")
            let spec = try spec(#"{"ResizeToCover": [1000000, 1000000]}"#, format: "PNG")
            #expect(Renderer.render(folder.job("a.bmp", [spec])).codes == [.tooLarge])
        }

        @Test func neverWritesOverATemporaryFileOrThroughALink() throws {
            let folder = try TemporaryFolder()
            try folder.save(pattern(3, 40, 30), "pngsave", as: "a.png")
            try folder.write([1, 2, 3], to: "precious")
            try FileManager.default.createSymbolicLink(
                atPath: folder.file("tmp/0"),
                withDestinationPath: folder.file("precious")
            )
            let outcome = Renderer.render(try folder.job("a.png", [spec()]))
            #expect(outcome.codes == [.cannotWrite])
            #expect(try folder.bytes("precious") == [1, 2, 3])
        }

        @Test func createsFoldersAndReplacesFiles() throws {
            let folder = try TemporaryFolder()
            try folder.save(pattern(3, 40, 30), "pngsave", as: "a.png")
            var job = try folder.job("a.png", [spec()])
            job.outputs[0].target?.path = folder.file("deep/er/a.png")
            #expect(Renderer.render(job).codes == [Outcome.Code?.none])
            #expect(Renderer.render(job).codes == [Outcome.Code?.none])
            #expect(try folder.load("deep/er/a.png").width == 40)
        }

        @Test func reportsTheSystemsReasonForAFailedWrite() throws {
            let folder = try TemporaryFolder()
            try folder.save(pattern(3, 40, 30), "pngsave", as: "a.png")
            var job = try folder.job("a.png", [spec()])
            job.outputs[0].target?.temporaryPath = folder.file("nowhere/0")
            guard case .failed(let failure)?? = Renderer.render(job).results.first else {
                Issue.record("nothing failed")
                return
            }
            #expect(failure.code == .cannotWrite)
            #expect(failure.message.contains("No such file or directory"))
        }
    }
}
