import ImageSpecs
import Pictures
import RenderingTestSupport
import Testing

@testable import Processing

struct LeadingResizeTests {
    @Test func resizesWithoutEffectAreSkipped() throws {
        let steps = try [
            #"{"ResizeToFit": {"width": 500, "upscale": false}}"#, #"{"ResizeToFill": {"width": 30, "height": 30}}"#,
        ].map { try processor($0).pictureStep }
        let leading = LeadingResize(of: steps, for: Size(width: 120, height: 60))
        #expect(leading.target == Size(width: 60, height: 30))
        #expect(leading.rest.count == 1)
    }

    @Test func stepsThatNeedPixelsHaveNone() throws {
        for call in [
            #"{"Crop": {"width": 5, "height": 5}}"#, #"{"Adjust": {}}"#, #"{"SmartCrop": {"width": 5, "height": 5}}"#,
        ] {
            #expect(
                LeadingResize(of: [try processor(call).pictureStep], for: Size(width: 50, height: 50)).target == nil
            )
        }
    }
}
