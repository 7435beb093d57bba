import ImageSpecs
import RenderingTestSupport
import Testing
import WorkerProtocol

@testable import Pictures
@testable import Processing
@testable import Vips

extension LibvipsSuite {
    /// The processors that PILKit does not have.
    @Suite struct OwnProcessorTests {
        init() { LibvipsSuite.started }

        private func run(_ call: String, _ pixels: Pixels, _ mode: ConversionMode = .rgb) throws -> Picture {
            try Picture(pixels, mode: mode).processed(by: [try processor(call).pictureStep], limits: Job.Limits())
        }

        private func flat(_ color: [UInt8], _ width: Int, _ height: Int) -> Pixels {
            let samples = (0..<width * height).flatMap { _ in color }
            return Pixels(width: width, height: height, bands: color.count, samples: samples)
        }

        /// Returns a background with a block of another colour.
        private func block(_ ground: [UInt8], _ color: [UInt8], _ box: Box, _ width: Int, _ height: Int) -> Pixels {
            var pixels = flat(ground, width, height)
            for y in box.top..<box.top + box.height {
                for x in box.left..<box.left + box.width {
                    for band in color.indices { pixels.samples[(y * width + x) * color.count + band] = color[band] }
                }
            }
            return pixels
        }

        @Test func circle() throws {
            let made = try run(#"{"Rounded": {"radius": "circle"}}"#, flat([10, 20, 30], 40, 40))
            #expect(made.mode == .rgba)
            let samples = try made.image.pixels().samples
            func alpha(_ x: Int, _ y: Int) -> UInt8 { samples[(y * 40 + x) * 4 + 3] }
            #expect(alpha(0, 0) == 0 && alpha(39, 39) == 0 && alpha(39, 0) == 0 && alpha(0, 39) == 0)
            #expect(alpha(20, 20) == 255 && alpha(20, 1) == 255 && alpha(1, 20) == 255)
            let area = (0..<1600).reduce(0.0) { $0 + Double(samples[$1 * 4 + 3]) / 255 }
            #expect(abs(area - 3.14159 * 400) < 3)
        }

        @Test func cornersOfARadius() throws {
            let made = try run(#"{"Rounded": {"radius": 8}}"#, flat([10, 20, 30, 128], 60, 30), .rgba)
            let samples = try made.image.pixels().samples
            #expect(samples[3] == 0)
            #expect(samples[8 * 4 + 3] == 128)
            let cut = (0..<1800).reduce(0.0) { $0 + 1 - Double(samples[$1 * 4 + 3]) / 128 }
            #expect(abs(cut - (4 - 3.14159) * 64) < 2)
            // A radius of more than half of the shorter side is limited to half of this side.
            let limited = try run(#"{"Rounded": {"radius": 900}}"#, flat([10, 20, 30], 60, 31))
            let circle = try run(#"{"Rounded": {"radius": "circle"}}"#, flat([10, 20, 30], 60, 31))
            #expect(try limited.image.pixels() == circle.image.pixels())
        }

        @Test func trimRemovesTheBackground() throws {
            let box = Box(left: 20, top: 15, width: 30, height: 20)
            for ground in [[255, 255, 255], [200, 40, 40]] as [[UInt8]] {
                var pixels = block(ground, [0, 90, 0], box, 80, 60)
                // The pixel is a speck, which `Trim` must not treat as a part of the picture.
                pixels.samples[(50 * 80 + 70) * 3] = 30
                let made = try run(#"{"Trim": {}}"#, pixels)
                #expect(made.size == Size(width: 30, height: 20))
            }
            let empty = try run(#"{"Trim": {}}"#, flat([9, 9, 9], 12, 12))
            #expect(empty.size == Size(width: 12, height: 12))
            let other = try run(#"{"Trim": {"background": "black"}}"#, block([255, 255, 255], [0, 0, 0], box, 80, 60))
            #expect(other.size == Size(width: 80, height: 60))
        }

        /// A median filter needs three columns and rows. A thinner picture is trimmed too.
        @Test(arguments: [1, 2])
        func trimAcceptsThinPictures(_ side: Int) throws {
            let wide = block([250, 250, 250], [10, 10, 10], Box(left: 20, top: 0, width: 30, height: side), 80, side)
            #expect(try run(#"{"Trim": {}}"#, wide).size == Size(width: 30, height: side))
            let high = block([250, 250, 250], [10, 10, 10], Box(left: 0, top: 20, width: side, height: 30), side, 80)
            #expect(try run(#"{"Trim": {}}"#, high).size == Size(width: side, height: 30))
            let empty = try run(#"{"Trim": {}}"#, flat([9, 9, 9], side, side))
            #expect(empty.size == Size(width: side, height: side))
        }

        @Test func tintKeepsLightness() throws {
            let made = try run(##"{"Tint": {"color": "#704214"}}"##, pattern(3, 32, 24))
            let before = try Image(pattern(3, 32, 24)).apply("colourspace", ["space": "b-w"]).pixels().samples
            let after = try made.image.apply("colourspace", ["space": "b-w"]).pixels().samples
            let differences = zip(before, after).map { abs(Int($0.0) - Int($0.1)) }
            #expect(differences.reduce(0, +) / differences.count < 6)
            let none = try run(#"{"Tint": {"color": "red", "strength": 0}}"#, pattern(3, 32, 24)).image.pixels()
            let rounding = zip(none.samples, pattern(3, 32, 24).samples).map { abs(Int($0.0) - Int($0.1)) }.max() ?? 0
            #expect(rounding <= 1)
            let grey = try run(##"{"Tint": {"color": "#0000ff"}}"##, flat([128, 128, 128, 77], 2, 2), .rgba)
            let pixel = try grey.image.pixels().samples
            #expect(pixel[2] > pixel[0] + 40 && pixel[3] == 77)
        }

        @Test func sharpenMakesEdgesSteeper() throws {
            var soft = flat([100, 100, 100], 40, 10)
            for y in 0..<10 {
                for x in 18..<40 {
                    let value: UInt8 = x == 18 ? 120 : x == 19 ? 140 : 160
                    for band in 0..<3 { soft.samples[(y * 40 + x) * 3 + band] = value }
                }
            }
            let made = try run(#"{"Sharpen": {"sigma": 1}}"#, soft)
            #expect(made.mode == .rgb)
            let row = try made.image.pixels().samples[(5 * 40 * 3)..<(6 * 40 * 3)]
            #expect((row.max() ?? 0) > 160 && (row.min() ?? 255) < 100)
            #expect(abs(Int(row.first ?? 0) - 100) <= 1)
            let clear = try run(#"{"Sharpen": {}}"#, pattern(4, 20, 20), .rgba)
            let alphas = stride(from: 3, to: 1600, by: 4)
            let samples = try clear.image.pixels().samples
            #expect(alphas.allSatisfy { samples[$0] == pattern(4, 20, 20).samples[$0] })
        }

        @Test func textHasTheRequestedPosition() throws {
            let white = flat([255, 255, 255], 200, 120)
            func dark(_ call: String) throws -> [Int] {
                let made = try run(call, white)
                #expect(made.mode == .rgb && made.size == Size(width: 200, height: 120))
                let samples = try made.image.pixels().samples
                return (0..<200 * 120).filter { samples[$0 * 3] < 128 }
            }
            let corner = try dark(#"{"Text": {"text": "<b>Sold</b>", "anchor": "br", "margin": 10}}"#)
            #expect(!corner.isEmpty)
            #expect(corner.allSatisfy { $0 % 200 < 190 && $0 / 200 < 110 && $0 % 200 > 100 && $0 / 200 > 60 })
            let words = "one two three four five six"
            let line = try dark(#"{"Text": {"text": "\#(words)", "size": 10, "anchor": "tl"}}"#)
            let wrapped = try dark(#"{"Text": {"text": "\#(words)", "size": 10, "anchor": "tl", "width": 50}}"#)
            #expect((wrapped.last ?? 0) / 200 > 2 * ((line.last ?? 0) / 200))
            #expect(wrapped.allSatisfy { $0 % 200 <= 50 })
            let large = try dark(#"{"Text": {"text": "one", "width": 180, "height": 100}}"#)
            #expect(large.count > 4 * corner.count)
            let red = try run(##"{"Text": {"text": "one", "color": "#ff000080", "size": 80}}"##, white)
            let samples = try red.image.pixels().samples
            let least = stride(from: 1, to: samples.count, by: 3).map { samples[$0] }.min() ?? 0
            #expect(abs(Int(least) - 127) <= 2)
        }

        @Test func invalidMarkupIsAnError() {
            let error = #expect(throws: ProcessorError.self) {
                try run(#"{"Text": {"text": "<b>Sold"}}"#, flat([255, 255, 255], 100, 50))
            }
            #expect(error?.description.contains("\"<b>Sold\" cannot be set as Pango markup") == true)
        }

        @Test func textThatShowsNothingIsAnError() {
            let error = #expect(throws: ProcessorError.self) {
                try run(#"{"Text": {"text": " "}}"#, flat([255, 255, 255], 100, 50))
            }
            #expect(error?.description == "\" \" cannot be drawn: it has no visible character, or it is too large")
        }

        @Test(arguments: ["ResizeToFill", "Thumbnail"])
        func attentionKeepsTheSalientPart(_ name: String) throws {
            for left in [5, 140] {
                let pixels = block(
                    [90, 90, 95],
                    [230, 20, 30],
                    Box(left: left, top: 15, width: 15, height: 15),
                    180,
                    45
                )
                let call = #"{"\#(name)": {"width": 45, "height": 45, "anchor": "attention"}}"#
                let made = try run(call, pixels)
                #expect(made.size == Size(width: 45, height: 45))
                let samples = try made.image.pixels().samples
                let reds = stride(from: 0, to: samples.count, by: 3).filter { samples[$0] > 200 }.count
                #expect(reds == 225)
            }
        }
    }
}
