import Testing

@testable import Pictures
@testable import Rendering

struct PixelRequestTests {
    private func halvings(_ target: Size?, of size: Size = Size(width: 3840, height: 2160), margin: Int = 2) -> Int {
        PixelRequest(target: target, treatment: .init(autorotate: true, colors: .srgb), margin: margin)
            .halvings(of: size)
    }

    @Test func aLevelIsAtLeastTwiceAsLarge() {
        #expect(halvings(Size(width: 961, height: 540)) == 0)
        #expect(halvings(Size(width: 960, height: 540)) == 1)
        #expect(halvings(Size(width: 480, height: 270)) == 2)
        #expect(halvings(Size(width: 480, height: 270), margin: 4) == 1)
    }

    @Test func bothSidesMustBeTwiceAsLarge() {
        #expect(halvings(Size(width: 100, height: 1000)) == 0)
        #expect(halvings(Size(width: 1000, height: 100)) == 0)
    }

    @Test func sidesAreRoundedUp() {
        #expect(halvings(Size(width: 1, height: 2), of: Size(width: 3, height: 7)) == 1)
        #expect(halvings(Size(width: 1, height: 1), of: Size(width: 1, height: 100)) == 0)
    }

    @Test func theFullImageAndEnlargementsUseTheSource() {
        #expect(halvings(nil) == 0)
        #expect(halvings(Size(width: 8000, height: 4500)) == 0)
    }
}
