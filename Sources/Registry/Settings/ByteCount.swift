/// A number of bytes with its unit: `1048576`, `500MB` (1 MB is 1000 kB), `1GiB` or `1G` (1 GiB is 1024 MiB).
package struct ByteCount: Sendable, Equatable {
    package let bytes: Int

    package init(bytes: Int) { self.bytes = bytes }
}

extension ByteCount {
    private static let units = [
        "": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "KIB": 1 << 10, "MIB": 1 << 20, "GIB": 1 << 30, "KB": 1000,
        "MB": 1_000_000, "GB": 1_000_000_000,
    ]

    /// Returns nil if the text is not a number of bytes, or if the number does not fit an `Int`.
    package init?(_ text: String) {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let unit = text.dropFirst(digits.count).drop { $0 == " " }
        guard let number = Int(digits), let factor = Self.units[unit.uppercased()] else { return nil }
        let (bytes, overflow) = number.multipliedReportingOverflow(by: factor)
        guard !overflow else { return nil }
        self.bytes = bytes
    }
}

/// The number in the largest unit in which it is a whole number: `1GiB`, `500MB`, `1536KiB`. If it is a whole number in
/// none of the units, the text has no unit. Kilobytes are not among the units, so 1000 bytes are `1000`.
extension ByteCount: CustomStringConvertible {
    package var description: String {
        let units = [("GiB", 1 << 30), ("GB", 1_000_000_000), ("MiB", 1 << 20), ("MB", 1_000_000), ("KiB", 1 << 10)]
        for (unit, factor) in units
        where bytes > 0 && bytes.isMultiple(of: factor) {
            return "\(bytes / factor)\(unit)"
        }
        return "\(bytes)"
    }
}
