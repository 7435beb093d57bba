/// A number of bytes as people write it: `1048576`, `500MB` (of 1000), `1GiB` or `1G` (of 1024).
package struct ByteCount: Sendable, Equatable {
    package let bytes: Int

    private static let units = [
        "": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "KIB": 1 << 10, "MIB": 1 << 20, "GIB": 1 << 30, "KB": 1000,
        "MB": 1_000_000, "GB": 1_000_000_000,
    ]

    /// Nil for any other text, and for what is more than there could be.
    package init?(_ text: String) {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let unit = text.dropFirst(digits.count).drop { $0 == " " }
        guard let number = Int(digits), let factor = Self.units[unit.uppercased()] else { return nil }
        let (bytes, overflow) = number.multipliedReportingOverflow(by: factor)
        guard !overflow else { return nil }
        self.bytes = bytes
    }
}
