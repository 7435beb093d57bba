import ImageSpecs
import RenderingTestSupport
import Testing
import WorkerProtocol

@testable import Decoding
@testable import Rendering
@testable import Vips

extension LibvipsSuite {
    /// Tests of images that are made from a canvas.
    @Suite struct CanvasTests {
        private func spec(_ canvas: Canvas, _ processors: String..., format: String = "PNG") throws -> ImageSpec {
            var spec = ImageSpec(processors: try processors.map(processor), format: format)
            spec.extensions.canvas = canvas
            return spec
        }

        private func gradient(_ direction: Canvas.Direction, _ from: Color = .white, _ to: Color = red) -> Canvas {
            Canvas(
                width: 40,
                height: 20,
                fill: .gradient(Canvas.Gradient(from: from, to: to, direction: direction))
            )
        }

        private static let red = Color(red: 255, green: 0, blue: 0)

        private func made(_ spec: ImageSpec, in folder: TemporaryFolder) throws -> Outcome.MadeImage {
            var job = folder.job("", [spec])
            job.path = "/nowhere"
            let outcome = Renderer.render(job)
            return try #require(outcome.made[0], "\(outcome.results)")
        }

        /// Returns the green samples of pixels in the PNG. A gradient from white to red changes only green and blue.
        private func green(_ canvas: Canvas, _ points: [(x: Int, y: Int)]) throws -> [Int] {
            let folder = try TemporaryFolder()
            _ = try made(spec(canvas), in: folder)
            let pixels = try folder.load("0.out").pixels()
            return points.map { Int(pixels.samples[($0.y * pixels.width + $0.x) * pixels.bands + 1]) }
        }

        @Test func aColourFillsTheImage() throws {
            let folder = try TemporaryFolder()
            let canvas = Canvas(width: 30, height: 10, fill: .color(Color(red: 1, green: 2, blue: 3, alpha: 4)))
            let image = try made(spec(canvas), in: folder)
            #expect([image.width, image.height] == [30, 10])
            let pixels = try folder.load("0.out").pixels()
            #expect(pixels.bands == 4 && Array(pixels.samples.prefix(4)) == [1, 2, 3, 4])
            _ = try made(spec(canvas, format: "JPEG"), in: folder)
            #expect(try folder.load("0.out").pixels().samples.prefix(3).allSatisfy { $0 > 248 })
        }

        @Test func gradientsFollowTheirDirection() throws {
            let corners = [(x: 0, y: 0), (x: 39, y: 0), (x: 0, y: 19), (x: 39, y: 19)]
            let cases: [(Canvas.Direction, [Bool])] = [
                (.side("r"), [true, false, true, false]), (.angle(90), [true, false, true, false]),
                (.side("b"), [true, true, false, false]), (.angle(180), [true, true, false, false]),
                (.side("t"), [false, false, true, true]), (.angle(-90), [false, true, false, true]),
            ]
            for (direction, isWhite) in cases {
                for (value, isWhite) in zip(try green(gradient(direction), corners), isWhite) {
                    #expect(isWhite ? value > 245 : value < 10, "\(direction): \(value)")
                }
            }
            let middle = try green(gradient(.side("r")), [(19, 3), (20, 3), (10, 0)])
            #expect(abs(middle[0] + middle[1] - 255) <= 1 && abs(middle[2] - 188) <= 1, "\(middle)")
        }

        /// As in CSS, the two corners next to the line of the gradient have the middle colour, whatever the aspect
        /// ratio is.
        @Test func cornersAreReached() throws {
            let values = try green(gradient(.side("br")), [(0, 0), (39, 19), (39, 0), (0, 19)])
            #expect(values[0] > 245 && values[1] < 10, "\(values)")
            #expect(abs(values[2] - 128) <= 3 && abs(values[3] - 128) <= 3, "\(values)")
        }

        @Test func transparentColoursAreIgnored() throws {
            let folder = try TemporaryFolder()
            let clear = Color(red: 0, green: 0, blue: 0, alpha: 0)
            _ = try made(spec(gradient(.side("r"), clear, Self.red)), in: folder)
            let pixels = try folder.load("0.out").pixels()
            let pixel = Array(pixels.samples[20 * 4..<21 * 4])
            #expect(pixel[0] == 255 && pixel[1] == 0 && abs(Int(pixel[3]) - 131) <= 2, "\(pixel)")
        }

        @Test func processorsApplyToTheCanvas() throws {
            let folder = try TemporaryFolder()
            try folder.save(pattern(4, 8, 8), "pngsave", as: "logo.png")
            let blue = Canvas(width: 120, height: 80, fill: .color(Color(red: 20, green: 40, blue: 160)))
            let image = try made(
                spec(
                    blue,
                    #"{"Text": {"text": "<b>AB</b>", "color": "white", "width": 100, "height": 50, "align": "center"}}"#,
                    #"{"ImageOverlay": ["\#(folder.file("logo.png"))", [2, 2]]}"#,
                    #"{"Rounded": {"radius": 10}}"#,
                    format: "WEBP"
                ),
                in: folder
            )
            #expect([image.width, image.height] == [120, 80])
            let pixels = try folder.load("0.out").pixels()
            #expect(pixels.bands == 4 && pixels.samples[3] < 20)
            let middle = stride(from: 40 * 120 * 4, to: 41 * 120 * 4, by: 4).map { pixels.samples[$0] }
            #expect(middle.max() ?? 0 > 230 && middle.min() ?? 255 < 60)
        }

        @Test func wideColoursAndFits() throws {
            let folder = try TemporaryFolder()
            var wide = try spec(gradient(.side("r")))
            wide.extensions.colorProfile = .p3
            wide.extensions.placeholders = true
            #expect(try made(wide, in: folder).notes.placeholders != nil)
            #expect(try folder.load("0.out").blob(field: "icc-profile-data") == EmbeddedProfile.named("p3"))
            let red = Array(try folder.load("0.out").pixels().samples.suffix(3))
            #expect(red[0] < 240 && red[1] > 40, "\(red)")
            #expect(Renderer.render(folder.job("", [wide], limits: Job.Limits(pixels: 799))).codes == [.tooLarge])
        }
    }
}
