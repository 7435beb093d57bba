import ImageSpecs
import Pictures
import RenderingTestSupport
import Testing

@testable import Processing

/// Sizes without pixels, held against PILKit's.
struct StepPartsTests {
    @Test(arguments: PILKitExpectations.sizes.indices)
    func sizesAreThoseOfPILKit(_ index: Int) throws {
        let expected = PILKitExpectations.sizes[index]
        var size = Size(width: expected.width, height: expected.height)
        var rest = [try processor(expected.call).step]
        while let step = rest.first {
            rest.removeFirst()
            if let parts = step.parts(for: size) {
                rest.insert(contentsOf: parts, at: 0)
            } else {
                switch step {
                case .resize(let width, let height, let upscale):
                    if upscale || (width < size.width && height < size.height) {
                        size = Size(width: width, height: height)
                    }
                case .resizeCanvas(let width, let height, _, _):
                    size = Size(width: width, height: height)
                case .smartCrop(let width, let height, _):
                    size = Size(width: min(width, size.width), height: min(height, size.height))
                default:
                    Issue.record("\(step)")
                }
            }
        }
        #expect(size.description == expected.made, "\(expected.width)×\(expected.height) \(expected.call)")
    }
}
