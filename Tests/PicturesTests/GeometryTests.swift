import ImageSpecs
import Testing

@testable import Pictures

struct GeometryTests {
    /// For such sizes, PILKit computes a side of 0 and fails. Pillow's `thumbnail()` and browsers use a side of 1.
    @Test(arguments: [(1, 1000, "1×256"), (1000, 1, "256×1"), (1280, 2, "256×1"), (3, 100_000, "1×256")])
    func everySideHasAtLeastOnePixel(_ width: Int, _ height: Int, _ fitted: String) {
        let size = Size(width: width, height: height)
        #expect(Geometry.fitting(width: 256, height: 256, with: size).description == fitted)
    }

    @Test func roundsHalvesToEven() {
        // The exact heights are 5 × 0.5 = 2.5 and 7 × 0.5 = 3.5.
        #expect(Geometry.fitting(width: 5, height: nil, with: Size(width: 10, height: 5)).height == 2)
        #expect(Geometry.fitting(width: 5, height: nil, with: Size(width: 10, height: 7)).height == 4)
    }

    @Test func truncatesOffsetsTowardsZero() {
        let (x, y) = Geometry.offset(
            of: Size(width: 10, height: 4),
            on: Size(width: 7, height: 7),
            .anchor(.center)
        )
        #expect(x == -1)
        #expect(y == 1)
    }
}

/// The position of a crop around a point.
struct FocusTests {
    @Test(arguments: [
        (0.5, 0.5, -30, -10), (0, 0, 0, 0), (1, 1, -60, -20), (0.25, 0.9, -5, -20), (0.3, 0.5, -10, -10),
    ])
    func centresTheCropOnThePointWithinTheImage(x: Double, y: Double, left: Int, top: Int) {
        let placement = Placement.focus(x: x, y: y)
        let offset = Geometry.offset(of: Size(width: 100, height: 40), on: Size(width: 40, height: 20), placement)
        #expect(offset == (left, top))
    }

    @Test func doesNotMoveAnImageThatFits() {
        let size = Size(width: 10, height: 10)
        #expect(Geometry.offset(of: size, on: size, .focus(x: 0.1, y: 0.9)) == (0, 0))
    }
}
