import Foundation
import ImageSpecs
import Testing
import WorkerProtocol

@testable import Rendering
@testable import Vips

extension LibvipsSuite {
    /// Whole jobs, from a file to files.
    @Suite struct RendererTests {
        private let four = [
            #"{"ResizeToFit": {"width": 160}}"#, #"{"ResizeToFit": {"width": 80}}"#,
            #"{"SmartResize": {"width": 20, "height": 20}}"#,
            #"{"ResizeToFill": {"width": 15, "height": 15}}"#,
        ]

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

        /// The contract's fourth promise.
        @Test func bytesDoNotDependOnWhatElseIsWanted() throws {
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

        @Test(arguments: 1...8)
        func turnsUpright(_ orientation: Int) throws {
            let folder = try TemporaryFolder()
            // Upright: red left, blue right. Stored so that the tag undoes it.
            let upright = Pixels(
                width: 64,
                height: 32,
                bands: 3,
                samples: (0..<32).flatMap { _ in
                    (0..<64).flatMap { $0 < 32 ? [UInt8](arrayLiteral: 255, 0, 0) : [0, 0, 255] }
                }
            )
            let undo: [Int: [Transposition.Turn]] = [
                1: [], 2: [.flipHorizontal], 3: [.rotate180], 4: [.flipVertical], 5: [.flipHorizontal, .rotate90],
                6: [.rotate90], 7: [.flipHorizontal, .rotate270], 8: [.rotate270],
            ]
            let stored = try Image(upright).turned(try #require(undo[orientation]))
            stored.set(field: "orientation", orientation)
            try folder.save(stored, "jpegsave", as: "a.jpg", ["Q": 95])
            var asStored = try spec(format: "PNG")
            asStored.extensions.autorotate = false
            let outcome = Renderer.render(
                try folder.job(
                    "a.jpg",
                    [spec(#"{"ResizeToFit": {"width": 16}}"#, format: "PNG"), spec(format: "PNG"), asStored]
                )
            )
            #expect(outcome.made.compactMap { $0 }.map { [$0.width, $0.height] }.first == [16, 8])
            for name in ["0.out", "1.out"] {
                let image = try folder.load(name)
                let pixels = try image.pixels()
                let last = pixels.samples.count - 3
                #expect(pixels.samples[0] > 200 && pixels.samples[2] < 60, "\(name)")
                #expect(pixels.samples[last] < 60 && pixels.samples[last + 2] > 200, "\(name)")
                #expect(image.int(field: "orientation") ?? 1 == 1)
            }
            let raw = try folder.load("2.out")
            #expect(raw.size == stored.size)
        }

        @Test func transposeAutoTurnsWhatIsStillAsStored() throws {
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

        @Test func makesFoldersAndReplacesWhatIsThere() throws {
            let folder = try TemporaryFolder()
            try folder.save(pattern(3, 40, 30), "pngsave", as: "a.png")
            var job = try folder.job("a.png", [spec()])
            job.outputs[0].target?.path = folder.file("deep/er/a.png")
            #expect(Renderer.render(job).codes == [Outcome.Code?.none])
            #expect(Renderer.render(job).codes == [Outcome.Code?.none])
            #expect(try folder.load("deep/er/a.png").width == 40)
        }

        @Test func tellsTheSystemsReasonWhenItCannotWrite() throws {
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
