import Testing

@testable import Containers

@Suite struct ICCCurveTests {
    private func big(_ value: Int, _ count: Int) -> [UInt8] {
        (0..<count).reversed().map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }

    private func curv(_ values: [Int]) -> [UInt8] {
        Array("curv\0\0\0\0".utf8) + big(values.count, 4) + values.flatMap { big($0, 2) }
    }

    private func para(_ kind: Int, _ parameters: [Double]) -> [UInt8] {
        Array("para\0\0\0\0".utf8) + big(kind, 2) + [0, 0] + parameters.flatMap { big(Int(($0 * 65536).rounded()), 4) }
    }

    private func light(_ tag: [UInt8], _ sample: Double) throws -> Double {
        try #require(ICCCurve(tag: tag[...])).light(sample)
    }

    /// Curves of the type `curv` with no, one, and several values (ICC.1:2022, 10.6).
    @Test func tables() throws {
        #expect(try light(curv([]), 0.3) == 0.3)
        // A single value is an exponent with 8 bits before and 8 bits after the binary point: 0x0280 is 2.5.
        #expect(abs(try light(curv([0x0280]), 0.5) - 0.1767767) < 1e-6)
        #expect(abs(try light(curv([0, 13107, 65535]), 0.25) - 0.1) < 1e-9)
        #expect(abs(try light(curv([0, 13107, 65535]), 0.75) - 0.6) < 1e-9)
        #expect(try light(curv([0, 13107, 65535]), 1) == 1)
    }

    /// Curves of the type `para` (ICC.1:2022, table 68).
    @Test func functions() throws {
        #expect(abs(try light(para(0, [2]), 0.5) - 0.25) < 1e-4)
        #expect(abs(try light(para(1, [2, 2, -0.5]), 0.5) - 0.25) < 1e-4)
        #expect(try light(para(1, [2, 2, -0.5]), 0.2) == 0)
        #expect(abs(try light(para(2, [2, 2, -0.5, 0.125]), 0.5) - 0.375) < 1e-4)
        #expect(abs(try light(para(2, [2, 2, -0.5, 0.125]), 0.2) - 0.125) < 1e-4)
        let sRGB = para(3, [2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045])
        #expect(abs(try light(sRGB, 0.5) - 0.2140411) < 1e-4)
        #expect(abs(try light(sRGB, 0.04) - 0.0030960) < 1e-4)
        #expect(abs(try light(para(4, [2, 1, 0, 0.5, 0.25, 0.125, 0.0625]), 0.5) - 0.375) < 1e-4)
        #expect(abs(try light(para(4, [2, 1, 0, 0.5, 0.25, 0.125, 0.0625]), 0.125) - 0.125) < 1e-4)
    }

    @Test func brokenTagsAreRejected() {
        for tag in [
            Array("curv\0\0\0\0".utf8), curv([1, 2, 3]).dropLast(1), para(5, [1]), para(4, [1, 2]),
            Array("text\0\0\0\0abcd".utf8), [],
        ] {
            #expect(ICCCurve(tag: tag[...]) == nil)
        }
    }

    @Test(arguments: [ICCCurve.sRGB, .power(2.2), .table([0, 1000, 65535])])
    func aWrittenCurveReadsAsTheSameCurve(_ curve: ICCCurve) throws {
        let read = try #require(ICCCurve(tag: curve.tag[...]))
        for sample in stride(from: 0.0, through: 1, by: 0.05) {
            #expect(abs(read.light(sample) - curve.light(sample)) < 1e-4)
        }
    }
}
