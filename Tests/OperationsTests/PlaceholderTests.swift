import Testing
import WorkerProtocol

@testable import Operations

@Suite struct PlaceholderTests {
    /// The URL becomes a part of a style, and the state is untrusted.
    @Test(arguments: [
        ("data:image/webp;base64,UklGRg+/==", true), ("https://example.org/a.webp", false),
        ("data:image/webp;base64,AA) url(https://example.org/a.webp", false), ("data:text/html;base64,AA==", false),
        ("", false),
    ])
    func onlyATinyPictureIsShown(_ inline: String, _ isShown: Bool) {
        let placeholders = Placeholders(blurHash: "", thumbHash: "", inline: inline)
        #expect(placeholders.inlineURL == (isShown ? inline : nil))
    }
}
