import ImageSpecs
import Pictures
import RenderingTestSupport
import Testing

@testable import Processing

struct OpeningTests {
    @Test func theFirstResizeIsFoundBehindThoseThatDoNothing() throws {
        let steps = try [
            #"{"ResizeToFit": {"width": 500, "upscale": false}}"#, #"{"ResizeToFill": {"width": 30, "height": 30}}"#,
        ].map { try processor($0).step }
        let opening = Opening(of: steps, for: Size(width: 120, height: 60))
        #expect(opening.target == Size(width: 60, height: 30))
        #expect(opening.rest.count == 1)
    }

    @Test func whatLooksAtPixelsFirstHasNoOpening() throws {
        for call in [
            #"{"Crop": {"width": 5, "height": 5}}"#, #"{"Adjust": {}}"#, #"{"SmartCrop": {"width": 5, "height": 5}}"#,
        ] {
            #expect(Opening(of: [try processor(call).step], for: Size(width: 50, height: 50)).target == nil)
        }
    }
}
