import ImageSpecs
import Pictures
import RenderingTestSupport
import Testing

@testable import Processing

/// Compares computed sizes with PILKit's sizes, without pixels.
struct StepPartsTests {
    @Test(arguments: PILKitExpectations.sizes.indices)
    func sizesAreThoseOfPILKit(_ index: Int) throws {
        let expected = PILKitExpectations.sizes[index]
        var size = Size(width: expected.width, height: expected.height)
        var rest = [try processor(expected.call).pictureStep]
        while let step = rest.first {
            rest.removeFirst()
            if let parts = step.parts(for: size) {
                rest.insert(contentsOf: parts, at: 0)
            } else {
                switch step {
                case let resize as Resize:
                    if resize.upscale || (resize.width < size.width && resize.height < size.height) {
                        size = Size(width: resize.width, height: resize.height)
                    }
                case let canvas as ResizeCanvas:
                    size = Size(width: canvas.width, height: canvas.height)
                case let crop as SmartCrop:
                    size = Size(width: min(crop.width, size.width), height: min(crop.height, size.height))
                default:
                    Issue.record("\(step)")
                }
            }
        }
        #expect(size.description == expected.made, "\(expected.width)×\(expected.height) \(expected.call)")
    }
}
