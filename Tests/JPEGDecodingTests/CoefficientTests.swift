import Testing

@testable import JPEGDecoding

/// Checks that the coefficients equal the coefficients that libjpeg reads.
struct CoefficientTests {
    @Test func thereAreFixtures() { #expect(Fixtures.names.count == 50) }

    @Test(arguments: Fixtures.names)
    func equalLibjpegs(_ name: String) throws {
        #expect(try coefficients(Fixtures.bytes(name)) == Fixtures.coefficients[name])
    }

    /// Any number of FF bytes can precede a marker, including the markers within a scan and after a scan.
    @Test(arguments: ["2x2-baseline.jpg", "2x2-many.jpg", "2x2-restarts.jpg"])
    func fillBytesAreSkipped(_ name: String) throws {
        let bytes = try Fixtures.bytes(name)
        let scan = try #require(bytes.indices.dropLast().first { bytes[$0] == 0xFF && bytes[$0 + 1] == 0xDA })
        var filled = Array(bytes[..<scan])
        for index in scan..<bytes.count {
            if bytes[index] == 0xFF, bytes[index + 1] != 0 { filled += [0xFF, 0xFF] }
            filled.append(bytes[index])
        }
        #expect(try coefficients(filled) == Fixtures.coefficients[name])
    }

    private func coefficients(_ bytes: [UInt8]) throws -> [Fixtures.Coefficients] {
        try JPEGPicture(bytes).coefficients().map { component in
            Fixtures.Coefficients(
                columns: component.columns,
                rows: component.rows,
                checksum: checksum(component.values)
            )
        }
    }

    /// The FNV-1a hash of the numbers in little-endian order.
    private func checksum(_ values: [Int16]) -> String {
        var sum: UInt64 = 0xcbf2_9ce4_8422_2325
        for value in values {
            let bits = UInt64(UInt16(bitPattern: value))
            sum = (sum ^ (bits & 255)) &* 0x100_0000_01b3
            sum = (sum ^ (bits >> 8)) &* 0x100_0000_01b3
        }
        let digits = String(sum, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
