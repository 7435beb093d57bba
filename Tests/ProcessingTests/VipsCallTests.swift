import ImageSpecs
import RenderingTestSupport
import Testing
import WorkerProtocol

@testable import Pictures
@testable import Processing
@testable import Vips

extension LibvipsSuite {
    /// Tests of `{"vips": […]}` and of the worker's messages about it.
    @Suite struct VipsCallTests {
        init() { LibvipsSuite.started }

        @Test func runsAnyOperation() throws {
            let picture = try Picture(pattern(3, 40, 30), mode: .rgb)
            func run(_ call: String) throws -> Picture {
                try picture.processed(by: [try processor(call).pictureStep], limits: Job.Limits())
            }
            let blurred = try run(#"{"vips": ["gaussblur", {"sigma": 2}]}"#)
            let expected = try picture.image.apply("gaussblur", ["sigma": 2]).pixels()
            #expect(try blurred.image.pixels() == expected)
            #expect(try run(#"{"vips": ["rot", {"angle": "d90"}]}"#).size == Size(width: 30, height: 40))
            #expect(try run(#"{"vips": ["colourspace", {"space": "b-w"}]}"#).mode == .grey)
            #expect(try run(#"{"vips": ["colourspace", {"space": "lab"}]}"#).mode == .rgb)
            let negative = try run(#"{"vips": {"operation": "invert"}}"#).image.pixels().samples
            #expect(negative == pattern(3, 40, 30).samples.map { 255 - $0 })
            // The name of an argument can be written with `-` or with `_`.
            #expect(try run(#"{"vips": ["gaussblur", {"sigma": 1, "min_ampl": 0.1}]}"#).size == picture.size)
        }
    }
}
