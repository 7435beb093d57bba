import Testing

@testable import Containers

@Suite struct ChromaticitiesTests {
    /// Bruce Lindbloom's matrix for sRGB under D50, which the profiles of many programs contain. His white point D65
    /// has one more digit than the white point in this test, so the values differ slightly.
    @Test func sRGBUnderTheProfileWhite() throws {
        let matrix = try #require(Chromaticities.sRGB.toXYZ)
        let expected = [
            SIMD3(0.4360747, 0.3850649, 0.1430804), SIMD3(0.2225045, 0.7168786, 0.0606169),
            SIMD3(0.0139322, 0.0971045, 0.7141733),
        ]
        for (row, values) in zip(matrix.rows, expected) {
            for index in 0..<3 { #expect(abs(row[index] - values[index]) < 3e-4, "\(row) \(values)") }
        }
    }

    /// For all primaries, equal amounts of linear red, green and blue are white.
    @Test func whiteStaysWhite() throws {
        let point = Chromaticities.Point.init
        let cinema = Chromaticities(
            red: point(0.680, 0.320),
            green: point(0.265, 0.690),
            blue: point(0.150, 0.060),
            white: point(0.314, 0.351)
        )
        let white = try #require(cinema.toXYZ) * SIMD3(1, 1, 1)
        for index in 0..<3 { #expect(abs(white[index] - Chromaticities.profileWhite[index]) < 1e-9) }
    }

    @Test(arguments: [(0.3, 0.3), (0.3, 0), (2, 2), (.infinity, 1)])
    func degeneratePrimaries(_ x: Double, _ y: Double) {
        let point = Chromaticities.Point(x, y)
        #expect(Chromaticities(red: point, green: point, blue: point, white: Chromaticities.d65).toXYZ == nil)
        #expect(
            Chromaticities(
                red: Chromaticities.sRGB.red,
                green: Chromaticities.sRGB.green,
                blue: Chromaticities.sRGB.blue,
                white: Chromaticities.Point(x, 0)
            ).toXYZ == nil
        )
    }

    @Test func inverseTimesMatrixIsIdentity() throws {
        let matrix = ColorMatrix(rows: SIMD3(2, 1, 0), SIMD3(0, 3, 1), SIMD3(1, 0, 4))
        let product = try #require(matrix.inverse) * matrix
        for row in 0..<3 {
            for column in 0..<3 { #expect(abs(product.rows[row][column] - (row == column ? 1 : 0)) < 1e-12) }
        }
        #expect(ColorMatrix(rows: SIMD3(1, 2, 3), SIMD3(2, 4, 6), SIMD3(0, 0, 1)).inverse == nil)
    }
}
