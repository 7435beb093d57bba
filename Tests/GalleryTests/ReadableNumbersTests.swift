import Testing

@testable import Gallery

@Suite struct ReadableNumbersTests {
    @Test(arguments: [
        (0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (9949, "9.9 kB"), (9950, "10 kB"), (640_400, "640 kB"),
        (999_499, "999 kB"), (999_500, "1.0 MB"), (1_234_567_890, "1.2 GB"), (Int.max, "9.2 EB"),
    ])
    func bytesHaveAUnit(_ bytes: Int, _ text: String) { #expect(readableBytes(bytes) == text) }
}
