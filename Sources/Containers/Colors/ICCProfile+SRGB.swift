extension ICCProfile {
    /// Whether the profile describes sRGB, or greys with the curve of sRGB. The test compares the primaries, the white
    /// point and the curves with those of sRGB. Of a grey profile, it compares only the curve. The test does not use
    /// the name of the profile, because the name is not reliable: `sRGB-elle-V2-g10.icc` is linear.
    ///
    /// A profile that is close to sRGB counts as sRGB. A conversion from such a profile would take time and make no
    /// visible difference: at most 1.5 of 255 levels.
    package var isSRGB: Bool {
        // Primaries and curves describe a conversion to XYZ, and a lookup table has priority over them. So a profile
        // with another connection space or with such a table does not count as sRGB.
        guard connectionSpace == "XYZ ", tag("A2B0") == nil, tag("A2B1") == nil, tag("D2B0") == nil else {
            return false
        }
        if isFor(bands: 1) { return curve("kTRC").map(SRGB.isClose) ?? false }
        guard isFor(bands: 3), let toXYZ, let curves, curves.allSatisfy(SRGB.isClose) else { return false }
        return SRGB.isClose(toXYZ)
    }

    /// The set of the tone curves of red, green and blue. In most profiles, the curves are equal, so only one must be
    /// compared.
    private var curves: Set<ICCCurve>? {
        let curves = ["rTRC", "gTRC", "bTRC"].compactMap(curve)
        return curves.count == 3 ? Set(curves) : nil
    }

    /// The tone curve of a grey profile. It is nil for other profiles, for a profile whose connection space is not XYZ,
    /// and if a lookup table overrides the curve. The table `D2B0` does not override the curve, because browsers ignore
    /// this table.
    package var greyCurve: ICCCurve? {
        guard isFor(bands: 1), connectionSpace == "XYZ ", tag("A2B0") == nil, tag("A2B1") == nil else { return nil }
        return curve("kTRC")
    }

    private func curve(_ name: String) -> ICCCurve? { tag(name).flatMap(ICCCurve.init(tag:)) }

    private var toXYZ: ColorMatrix? {
        let columns = ["rXYZ", "gXYZ", "bXYZ"].compactMap { name in tag(name).flatMap(ICCProfile.vector) }
        return columns.count == 3 ? ColorMatrix(columns: columns[0], columns[1], columns[2]) : nil
    }

    /// Returns the first value of a tag of the type `XYZ `.
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
