import Testing

@testable import Serving

@Suite struct AcceptedFormatsTests {
    private static let types = ["image/avif", "image/webp", "image/jpeg"]

    @Test(arguments: [
        // Chromium, Firefox, and Safari 13.
        ("image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8", 0),
        ("image/avif,image/webp,image/png,image/svg+xml,image/*;q=0.8,*/*;q=0.5", 0),
        ("image/png,image/svg+xml,image/*;q=0.8,video/*;q=0.8,*/*;q=0.5", 2),
        ("*/*", 2), ("image/*", 2), ("", 2), ("image/webp", 1), ("IMAGE/WebP", 1),
        ("image/avif;q=0, image/webp", 1), ("image/avif;q=0.5,image/webp;q=0.9", 1), ("image/jpeg,image/avif;q=0.9", 2),
        ("image/avif;q=x,image/webp;q=0.1", 1), (",,;q=1,", 2), ("image/avif; q=1 ; a=b", 0),
    ])
    func theBestNamedFormatIsChosen(header: String, index: Int) {
        #expect(AcceptedFormats(header).choose(among: Self.types) == index)
    }

    @Test func aMissingHeaderAcceptsTheLastFormat() {
        #expect(AcceptedFormats(nil).choose(among: Self.types) == 2)
    }
}
