import Testing

@testable import Serving

@Suite struct ListenAddressTests {
    @Test(arguments: [
        ("127.0.0.1:8000", ListenAddress.tcp(host: "127.0.0.1", port: 8000)),
        ("localhost:0", .tcp(host: "localhost", port: 0)), ("[::1]:80", .tcp(host: "::1", port: 80)),
        ("unix:/run/imagekit.sock", .unix("/run/imagekit.sock")), ("unix:a", .unix("a")),
    ])
    func anAddressIsRead(text: String, expected: ListenAddress) { #expect(ListenAddress(text) == expected) }

    @Test(arguments: [
        "", "8000", ":8000", "127.0.0.1", "127.0.0.1:", "127.0.0.1:70000", "127.0.0.1:-1", "::1:80", "[::1:80", "unix:",
        "unix:/" + String(repeating: "a", count: 107),
    ])
    func otherTextsAreRefused(text: String) { #expect(ListenAddress(text) == nil) }
}
