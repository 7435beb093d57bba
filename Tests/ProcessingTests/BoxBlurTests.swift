import Testing
import Vips

@testable import Processing

struct BoxBlurTests {
    private static let blurred: [(radius: Double, samples: [UInt8])] = [
        (1, [9, 30, 65, 111, 178]), (3, [61, 75, 92, 108, 123]), (50, [125, 125, 125, 125, 125]),
        (1000, [127, 127, 127, 128, 128]), (1e6, [127, 127, 127, 128, 128]), (1e8, [128, 128, 128, 128, 128]),
    ]

    /// Compares with the samples that Pillow 13.0 computes. A radius can be much larger than the picture.
    @Test(arguments: blurred) func equalsPillow(_ radius: Double, _ expected: [UInt8]) {
        let line = Pixels(width: 5, height: 1, bands: 1, samples: [0, 10, 100, 30, 255])
        #expect(BoxBlur.gaussian(line, radius: radius).samples == expected)
    }
}
