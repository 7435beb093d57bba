import Foundation
import ImageSpecs
import RenderingTestSupport
import Testing
import WorkerProtocol

@testable import Pictures
@testable import Processing
@testable import Vips

extension LibvipsSuite {
    @Suite struct ProcessorTests {
        init() { LibvipsSuite.started }

        /// The pixels of all processors that do not resample must equal the pixels that Pillow computes.
        @Test(arguments: PILKitExpectations.pixels.indices)
        func paintsAsPILKitDoes(_ index: Int) throws {
            let expected = PILKitExpectations.pixels[index]
            let modes: [String: (ConversionMode, Int)] = ["RGB": (.rgb, 3), "RGBA": (.rgba, 4), "L": (.grey, 1)]
            let (mode, bands) = try #require(modes[expected.mode])
            let source = try Picture(pattern(bands, expected.width, expected.height), mode: mode)
            let made = try source.processed(by: [try processor(expected.call).pictureStep], limits: Job.Limits())
            #expect("\(made.size) \(made.mode.rawValue)" == expected.made, "\(expected.call)")
            let pixels = try made.image.withColorBands().withAlphaBand().pixels()
            let hex = pixels.samples.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            let differing = zip(visible(hex), visible(expected.rgba)).filter { $0 != $1 }
            #expect(differing.isEmpty, "\(expected.call)")
        }

        /// Returns the pixels of the text. All transparent pixels are equal, because their colours are not visible.
        private func visible(_ hex: String) -> [String] {
            stride(from: 0, to: hex.count, by: 8).map { offset in
                let start = hex.index(hex.startIndex, offsetBy: offset)
                let pixel = String(hex[start..<hex.index(start, offsetBy: 8)])
                return pixel.hasSuffix("00") ? "transparent" : pixel
            }
        }

        @Test(arguments: PILKitExpectations.trims.indices)
        func trimsBorders(_ index: Int) throws {
            let expected = PILKitExpectations.trims[index]
            var pixels = Pixels(
                width: expected.width,
                height: expected.height,
                bands: 3,
                samples: [UInt8](repeating: 250, count: expected.width * expected.height * 3)
            )
            for y in expected.box[1]..<expected.box[3] {
                for x in expected.box[0]..<expected.box[2] {
                    for (band, value) in [30, 60, 90].enumerated() {
                        pixels.samples[(y * pixels.width + x) * 3 + band] = UInt8(value)
                    }
                }
            }
            let made = try Picture(pixels, mode: .rgb).processed(
                by: [try processor(expected.call).pictureStep],
                limits: Job.Limits()
            )
            #expect(made.size.description == expected.made)
        }

        @Test func resizingKeepsAFlatColourAndTheModeAndHitsTheSize() throws {
            for (bands, mode) in [(1, ConversionMode.grey), (3, .rgb), (4, .rgba)] {
                let flat = Pixels(
                    width: 37,
                    height: 23,
                    bands: bands,
                    samples: [UInt8](repeating: 200, count: 37 * 23 * bands)
                )
                for target in [
                    Size(width: 5, height: 7), Size(width: 80, height: 3), Size(width: 1, height: 1),
                    Size(width: 90, height: 61),
                ] {
                    let made = try Picture(flat, mode: mode).resized(to: target)
                    #expect(made.size == target)
                    #expect(made.mode == mode)
                    let samples = try made.image.pixels().samples
                    let range = (samples.min() ?? 0)...(samples.max() ?? 0)
                    #expect(range.lowerBound >= 199 && range.upperBound <= 201, "\(bands) bands to \(target): \(range)")
                }
            }
        }

        @Test func colourOfTransparentPixelsDoesNotBleed() throws {
            // The left half is opaque black, and the right half is transparent white.
            let samples = (0..<20).flatMap { _ in
                (0..<20).flatMap { $0 < 10 ? [UInt8](arrayLiteral: 0, 0, 0, 255) : [255, 255, 255, 0] }
            }
            let source = try Picture(Pixels(width: 20, height: 20, bands: 4, samples: samples), mode: .rgba)
            let pixels = try source.resized(to: Size(width: 5, height: 5)).image.pixels()
            for pixel in stride(from: 0, to: pixels.samples.count, by: 4) where pixels.samples[pixel + 3] > 8 {
                #expect(pixels.samples[pixel] <= 8)
            }
        }

        @Test func reducesByMoreThanLibvipsFiltersReach() throws {
            let source = try Picture(pattern(3, 1200, 8), mode: .rgb)
            #expect(try source.resized(to: Size(width: 2, height: 1)).size == Size(width: 2, height: 1))
        }

        @Test func rejectsEmptySizes() throws {
            let source = try Picture(pattern(3, 8, 8), mode: .rgb)
            #expect(throws: ProcessorError.self) { try source.resized(to: Size(width: 0, height: 4)) }
            #expect(throws: ProcessorError.self) {
                try source.reflected(on: .white, size: 0, opacity: 0.5)
            }
        }

        @Test func opaqueCanvasesHaveNoAlphaBand() throws {
            let source = try Picture(pattern(3, 8, 8), mode: .rgb)
            let crop = try source.processed(
                by: [try processor(#"{"Crop": {"width": 3, "height": 3}}"#).pictureStep],
                limits: Job.Limits()
            )
            #expect(crop.mode == .rgba)
            #expect(crop.image.bands == 3)
        }

        @Test func unreadableOverlaysAreNamed() throws {
            let source = try Picture(pattern(3, 8, 8), mode: .rgb)
            let error = #expect(throws: ProcessorError.self) {
                try source.overlaid(withImageAt: "/no/such/overlay.png", x: 0, y: 0, Job.Limits())
            }
            #expect(error?.description == "the overlay /no/such/overlay.png: there is no such file")
        }

        @Test func opacityIsScaledToTheMostOpaquePixel() throws {
            let source = try Picture(
                Pixels(width: 3, height: 1, bands: 4, samples: [9, 9, 9, 0, 9, 9, 9, 87, 9, 9, 9, 174]),
                mode: .rgba
            )
            let made = try source.withOpacity(atMost: 50).image.pixels().samples
            #expect([made[3], made[7], made[11]] == [0, 25, 50])
        }
    }
}
