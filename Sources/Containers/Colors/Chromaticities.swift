/// The primaries and the white point of RGB colours, as x and y of CIE 1931.
package struct Chromaticities: Equatable, Sendable {
    /// A chromaticity: the coordinates x and y of CIE 1931.
    package struct Point: Equatable, Sendable {
        package let x: Double
        package let y: Double

        package init(_ x: Double, _ y: Double) {
            self.x = x
            self.y = y
        }

        /// The XYZ colour with a Y of 1.
        fileprivate var xyz: SIMD3<Double> { SIMD3(x / y, 1, (1 - x - y) / y) }
        fileprivate var isColor: Bool { x.isFinite && y > 0 && x >= 0 && x + y <= 1.001 }
    }

    package let red: Point
    package let green: Point
    package let blue: Point
    package let white: Point

    package init(red: Point, green: Point, blue: Point, white: Point) {
        self.red = red
        self.green = green
        self.blue = blue
        self.white = white
    }

    package static let d65 = Point(0.3127, 0.3290)
    package static let sRGB = Chromaticities(
        red: Point(0.640, 0.330),
        green: Point(0.300, 0.600),
        blue: Point(0.150, 0.060),
        white: d65
    )

    /// The white point of the profile connection space (ICC.1:2022, 7.2.16).
    package static let profileWhite = SIMD3(0.9642, 1, 0.8249)

    /// The chromatic adaptation from `white` to the white point of profiles (`profileWhite`). It is nil if `white` is
    /// not a colour. The adaptation uses the Bradford matrix, as ICC.1:2022, annex E, recommends.
    package var adaptation: ColorMatrix? {
        let bradford = ColorMatrix(
            rows: SIMD3(0.8951, 0.2664, -0.1614),
            SIMD3(-0.7502, 1.7135, 0.0367),
            SIMD3(0.0389, -0.0685, 1.0296)
        )
        guard white.isColor, let back = bradford.inverse else { return nil }
        let scale = (bradford * Self.profileWhite) / (bradford * white.xyz)
        return back * ColorMatrix(diagonal: scale) * bradford
    }

    /// The conversion from linear RGB to XYZ with the white point of profiles. It is nil if a point is not a colour, if
    /// the primaries lie on a line, or if their mixtures do not contain the white point.
    package var toXYZ: ColorMatrix? {
        guard red.isColor, green.isColor, blue.isColor, let adaptation else { return nil }
        let corners = ColorMatrix(columns: red.xyz, green.xyz, blue.xyz)
        guard let inverse = corners.inverse else { return nil }
        let share = inverse * white.xyz
        guard share.min() > 0 else { return nil }
        return adaptation * corners * ColorMatrix(diagonal: share)
    }
}
