import ImageSpecs
import Testing

@testable import Rendering

/// Sizes without pixels, held against PILKit's.
struct GeometryTests {
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

    @Test func halvesGoToTheEvenNeighbour() {
        // 5 × 0.5 = 2.5 and 7 × 0.5 = 3.5.
        #expect(Geometry.fitting(width: 5, height: nil, with: Size(width: 10, height: 5)).height == 2)
        #expect(Geometry.fitting(width: 5, height: nil, with: Size(width: 10, height: 7)).height == 4)
    }

    @Test func offsetsDropTheirFractionTowardsZero() {
        let (x, y) = Geometry.offset(
            of: Size(width: 10, height: 4),
            on: Size(width: 7, height: 7),
            .anchor(.center)
        )
        #expect(x == -1)
        #expect(y == 1)
    }

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

/// Where a crop around a point lies.
struct FocusTests {
    @Test(arguments: [
        (0.5, 0.5, -30, -10), (0, 0, 0, 0), (1, 1, -60, -20), (0.25, 0.9, -5, -20), (0.3, 0.5, -10, -10),
    ])
    func cropIsCentredOnThePointWithinTheImage(x: Double, y: Double, left: Int, top: Int) {
        let placement = Placement.focus(x: x, y: y)
        let offset = Geometry.offset(of: Size(width: 100, height: 40), on: Size(width: 40, height: 20), placement)
        #expect(offset == (left, top))
    }

    @Test func imageThatFitsIsLeftWhereItIs() {
        let size = Size(width: 10, height: 10)
        #expect(Geometry.offset(of: size, on: size, .focus(x: 0.1, y: 0.9)) == (0, 0))
    }
}
