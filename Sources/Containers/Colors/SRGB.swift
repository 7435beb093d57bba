#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// sRGB (IEC 61966-2-1) and a test for colour spaces that are close to it.
package enum SRGB {
    /// The maximum difference, in levels of 255, between sRGB and a colour space that counts as close to sRGB.
    private static let tolerance = 1.5
    /// The conversion from XYZ with the white point of profiles to linear RGB.
    package static let fromXYZ = Chromaticities.sRGB.toXYZ?.inverse

    /// Returns the level, from 0 to 255, of linear light from 0 to 1.
    package static func level(_ light: Double) -> Double {
        let light = min(max(light, 0), 1)
        return 255 * (light <= 0.0031308 ? light * 12.92 : 1.055 * pow(light, 1 / 2.4) - 0.055)
    }

    static func isClose(_ curve: ICCCurve) -> Bool {
        stride(from: 0, through: 255, by: 3).allSatisfy { sample in
            abs(level(curve.light(Double(sample) / 255)) - Double(sample)) <= tolerance
        }
    }

    /// - Parameter toXYZ: the profile's conversion from linear RGB to XYZ.
    static func isClose(_ toXYZ: ColorMatrix) -> Bool {
        guard let fromXYZ else { return false }
        let matrix = fromXYZ * toXYZ
        let lights = [0, 0.2158, 1]
        return lights.allSatisfy { red in
            lights.allSatisfy { green in
                lights.allSatisfy { blue in
                    let (light, seen) = (SIMD3(red, green, blue), matrix * SIMD3(red, green, blue))
                    return (0..<3).allSatisfy { abs(level(seen[$0]) - level(light[$0])) <= tolerance }
                }
            }
        }
    }
}
