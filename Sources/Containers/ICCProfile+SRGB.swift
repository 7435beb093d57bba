import Foundation

extension ICCProfile {
    /// Whether the profile's numbers are sRGB's, by its primaries, its white and its curves. Its name proves nothing:
    /// `sRGB-elle-V2-g10.icc` is linear.
    ///
    /// A conversion of such numbers costs time and changes nothing that can be seen: at most 1.5 of 255 levels.
    package var isSRGB: Bool {
        // A lookup table counts more than primaries and curves.
        guard connectionSpace == "XYZ ", tag("A2B0") == nil, tag("A2B1") == nil, tag("D2B0") == nil else {
            return false
        }
        if isFor(bands: 1) { return curve("kTRC").map(SRGB.isClose) ?? false }
        guard isFor(bands: 3), let toXYZ, let curves, curves.allSatisfy(SRGB.isClose) else { return false }
        return SRGB.isClose(toXYZ)
    }

    /// The three tone curves of RGB; files have mostly one that they share.
    private var curves: Set<ICCCurve>? {
        let curves = ["rTRC", "gTRC", "bTRC"].compactMap(curve)
        return curves.count == 3 ? Set(curves) : nil
    }

    private func curve(_ name: String) -> ICCCurve? { tag(name).flatMap(ICCCurve.init(tag:)) }

    private var toXYZ: ColorMatrix? {
        let columns = ["rXYZ", "gXYZ", "bXYZ"].compactMap { name in tag(name).flatMap(ICCProfile.vector) }
        return columns.count == 3 ? ColorMatrix(columns: columns[0], columns[1], columns[2]) : nil
    }

    /// The first value of a tag of the type `XYZ `.
    private static func vector(_ tag: ArraySlice<UInt8>) -> SIMD3<Double>? {
        let bytes = Array(tag)
        guard bytes.count >= 20, bytes.starts(with: "XYZ ".utf8) else { return nil }
        func number(_ offset: Int) -> Double {
            let bits = bytes[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            return Double(Int32(bitPattern: bits)) / 65536
        }
        return SIMD3(number(8), number(12), number(16))
    }
}

/// How close colours are to sRGB's.
private enum SRGB {
    /// Of 255 levels.
    private static let tolerance = 1.5
    private static let fromXYZ = Chromaticities.sRGB.toXYZ?.inverse

    /// A level of sRGB, 0 to 255, for linear light.
    private static func level(_ light: Double) -> Double {
        let light = min(max(light, 0), 1)
        return 255 * (light <= 0.0031308 ? light * 12.92 : 1.055 * pow(light, 1 / 2.4) - 0.055)
    }

    static func isClose(_ curve: ICCCurve) -> Bool {
        stride(from: 0, through: 255, by: 3).allSatisfy { sample in
            abs(level(curve.light(Double(sample) / 255)) - Double(sample)) <= tolerance
        }
    }

    /// - Parameter toXYZ: what the profile makes of linear light.
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
