import Testing

@testable import Registry

struct ByteCountTests {
    @Test(arguments: [
        ("0", 0), ("1048576", 1_048_576), ("500MB", 500_000_000), ("1GiB", 1 << 30), ("1 gib", 1 << 30),
        ("64K", 65_536),
        ("2kB", 2000),
    ])
    func isRead(_ text: String, _ bytes: Int) { #expect(ByteCount(text)?.bytes == bytes) }

    @Test(arguments: ["", "GB", "-1", "1.5GB", "1TB", "9223372036854775807K", "99999999999999999999", "1 G B"])
    func isRefused(_ text: String) { #expect(ByteCount(text) == nil) }
}
