import Testing

@testable import JPEGDecoding

/// Checks that the coefficients equal the coefficients that libjpeg reads.
struct CoefficientTests {
    @Test func thereAreFixtures() { #expect(Fixtures.names.count == 50) }

    @Test(arguments: Fixtures.names)
    func equalLibjpegs(_ name: String) throws {
        let read = try JPEGPicture(Fixtures.bytes(name)).coefficients().map { component in
            Fixtures.Coefficients(
                columns: component.columns,
                rows: component.rows,
                checksum: checksum(component.values)
            )
        }
        #expect(read == Fixtures.coefficients[name])
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
