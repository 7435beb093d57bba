import Testing

@testable import Containers

@Suite struct ICCProfileTests {
    private static let p3 = Chromaticities(
        red: Chromaticities.Point(0.680, 0.320),
        green: Chromaticities.Point(0.265, 0.690),
        blue: Chromaticities.Point(0.150, 0.060),
        white: Chromaticities.d65
    )

    /// IEC 61966-2-1 in as many steps as profiles have.
    private static let table = ICCCurve(count: 1024) { ICCCurve.sRGB.light($0) }

    @Test func sRGBIsKnownByItsNumbers() throws {
        for curve in [ICCCurve.sRGB, Self.table] {
            #expect(try #require(ICCProfile(primaries: .sRGB, curve: curve)).isSRGB)
            #expect(ICCProfile(greyCurve: curve).isSRGB)
        }
    }

    @Test(arguments: [ICCCurve.power(1), .power(1.8), .power(2.2), .power(2.4)])
    func anotherCurveIsNot(_ curve: ICCCurve) throws {
        #expect(!(try #require(ICCProfile(primaries: .sRGB, curve: curve)).isSRGB))
        #expect(!ICCProfile(greyCurve: curve).isSRGB)
    }

    @Test func otherPrimariesAreNot() throws {
        #expect(!(try #require(ICCProfile(primaries: Self.p3, curve: .sRGB)).isSRGB))
    }

    /// The white of a room, not that of profiles.
    @Test func anotherWhiteIsNot() throws {
        let warm = Chromaticities(
            red: Chromaticities.sRGB.red,
            green: Chromaticities.sRGB.green,
            blue: Chromaticities.sRGB.blue,
            white: Chromaticities.Point(0.3457, 0.3585)
        )
        #expect(!(try #require(ICCProfile(primaries: warm, curve: .sRGB)).isSRGB))
    }

    @Test func whatIsNoProfileIsNotSRGB() throws {
        #expect(!ICCProfile(bytes: []).isSRGB)
        #expect(!ICCProfile(bytes: [1, 2, 3]).isSRGB)
        // Its primaries and curves are the first tags, after a table of ten.
        let whole = try #require(ICCProfile(primaries: .sRGB, curve: .sRGB)).bytes
        for count in stride(from: 0, to: 132 + 12 * 10 + 3 * 20 + 32, by: 7) {
            let isSRGB = ICCProfile(bytes: Array(whole.prefix(count))).isSRGB
            #expect(!isSRGB, "\(count)")
        }
    }

    @Test func primariesWithoutAnAreaHaveNoProfile() {
        let point = Chromaticities.Point(0.3, 0.3)
        #expect(
            ICCProfile(primaries: Chromaticities(red: point, green: point, blue: point, white: point), curve: .sRGB)
                == nil
        )
    }
}
