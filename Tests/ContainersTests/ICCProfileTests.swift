import Testing

@testable import Containers

@Suite struct ICCProfileTests {
    private static let p3 = Chromaticities(
        red: Chromaticities.Point(0.680, 0.320),
        green: Chromaticities.Point(0.265, 0.690),
        blue: Chromaticities.Point(0.150, 0.060),
        white: Chromaticities.d65
    )

    /// The curve of IEC 61966-2-1 as a table with a usual number of steps.
    private static let table = ICCCurve(count: 1024) { ICCCurve.sRGB.light($0) }

    @Test func sRGBIsRecognisedByItsNumbers() throws {
        for curve in [ICCCurve.sRGB, Self.table] {
            #expect(try #require(ICCProfile(primaries: .sRGB, curve: curve)).isSRGB)
            #expect(ICCProfile(greyCurve: curve).isSRGB)
        }
    }

    @Test(arguments: [ICCCurve.power(1), .power(1.8), .power(2.2), .power(2.4)])
    func otherCurvesAreNotSRGB(_ curve: ICCCurve) throws {
        #expect(!(try #require(ICCProfile(primaries: .sRGB, curve: curve)).isSRGB))
        #expect(!ICCProfile(greyCurve: curve).isSRGB)
    }

    @Test func otherPrimariesAreNotSRGB() throws {
        #expect(!(try #require(ICCProfile(primaries: Self.p3, curve: .sRGB)).isSRGB))
    }

    /// The profile has the chromaticities of sRGB, but the white point D50 instead of D65. So its primaries differ from
    /// the primaries of sRGB after the adaptation to the white of profiles.
    @Test func otherWhitePointsAreNotSRGB() throws {
        let warm = Chromaticities(
            red: Chromaticities.sRGB.red,
            green: Chromaticities.sRGB.green,
            blue: Chromaticities.sRGB.blue,
            white: Chromaticities.Point(0.3457, 0.3585)
        )
        #expect(!(try #require(ICCProfile(primaries: warm, curve: .sRGB)).isSRGB))
    }

    @Test func otherDataIsNotSRGB() throws {
        #expect(!ICCProfile(bytes: []).isSRGB)
        #expect(!ICCProfile(bytes: [1, 2, 3]).isSRGB)
        // Each prefix ends before the end of the data that define sRGB: the header and the number of tags (132 bytes),
        // a table of ten tags, three primaries of 20 bytes, and a curve of 32 bytes.
        let complete = try #require(ICCProfile(primaries: .sRGB, curve: .sRGB)).bytes
        for count in stride(from: 0, to: 132 + 12 * 10 + 3 * 20 + 32, by: 7) {
            let isSRGB = ICCProfile(bytes: Array(complete.prefix(count))).isSRGB
            #expect(!isSRGB, "\(count)")
        }
    }

    /// The test renames a tag whose content does not matter here.
    @Test(arguments: [("A2B0", false), ("A2B1", false), ("D2B0", true)])
    func aTableOverridesTheGreyCurve(_ table: String, _ hasCurve: Bool) throws {
        var bytes = ICCProfile(greyCurve: .power(2.2)).bytes
        let name = try #require(bytes.firstRange(of: Array("cprt".utf8)))
        bytes.replaceSubrange(name, with: Array(table.utf8))
        #expect((ICCProfile(bytes: bytes).greyCurve != nil) == hasCurve)
    }

    @Test func degeneratePrimariesHaveNoProfile() {
        let point = Chromaticities.Point(0.3, 0.3)
        #expect(
            ICCProfile(primaries: Chromaticities(red: point, green: point, blue: point, white: point), curve: .sRGB)
                == nil
        )
    }
}
