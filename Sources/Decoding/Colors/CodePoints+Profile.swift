import Containers

extension CodePoints {
    /// Returns a profile for RGB colours with these code points, or nil if the code points are not supported.
    /// - Parameter isGrey: whether the picture has only greys. If so, the profile contains only the curve.
    func profile(isGrey: Bool) -> ICCProfile? {
        guard let chromaticities, let transferCurve = TransferCurve(transfer) else { return nil }
        let curve = isFullRange ? transferCurve.curve : transferCurve.narrowRangeCurve
        return isGrey ? ICCProfile(greyCurve: curve) : ICCProfile(primaries: chromaticities, curve: curve)
    }

    /// The primaries and the white point (H.273, table 2).
    private var chromaticities: Chromaticities? {
        typealias Point = Chromaticities.Point
        func points(_ red: Point, _ green: Point, _ blue: Point, white: Point = Chromaticities.d65) -> Chromaticities {
            Chromaticities(red: red, green: green, blue: blue, white: white)
        }
        let illuminantC = Point(0.310, 0.316)
        return switch primaries {
        case 1: .sRGB
        case 4: points(Point(0.67, 0.33), Point(0.21, 0.71), Point(0.14, 0.08), white: illuminantC)
        case 5: points(Point(0.64, 0.33), Point(0.29, 0.60), Point(0.15, 0.06))
        case 6, 7: points(Point(0.630, 0.340), Point(0.310, 0.595), Point(0.155, 0.070))
        case 8: points(Point(0.681, 0.319), Point(0.243, 0.692), Point(0.145, 0.049), white: illuminantC)
        case 9: points(Point(0.708, 0.292), Point(0.170, 0.797), Point(0.131, 0.046))
        case 11: points(Point(0.680, 0.320), Point(0.265, 0.690), Point(0.150, 0.060), white: Point(0.314, 0.351))
        case 12: points(Point(0.680, 0.320), Point(0.265, 0.690), Point(0.150, 0.060))
        case 22: points(Point(0.630, 0.340), Point(0.295, 0.605), Point(0.155, 0.077))
        default: nil
        }
    }
}
