extension ICCProfile {
    /// Creates a profile for RGB colours from primaries and a curve, which a file can state instead of a profile.
    /// - Returns: nil for primaries without a conversion to XYZ (`Chromaticities.toXYZ`).
    package init?(primaries: Chromaticities, curve: ICCCurve) {
        guard let toXYZ = primaries.toXYZ else { return nil }
        let names = [("r", 0), ("g", 1), ("b", 2)]
        let curve = curve.tag
        self.init(
            space: "RGB ",
            tags: names.map { ($0 + "XYZ", ICCProfile.xyz(toXYZ.column($1))) } + names.map { ($0.0 + "TRC", curve) },
            adaptation: primaries.adaptation
        )
    }

    /// Creates a profile for greys.
    package init(greyCurve: ICCCurve) {
        self.init(space: "GRAY", tags: [("kTRC", greyCurve.tag)], adaptation: Chromaticities.sRGB.adaptation)
    }

    /// Creates a profile of version 4.3 (ICC.1:2010, 7). The bytes depend only on the arguments.
    private init(space: String, tags: [(String, [UInt8])], adaptation: ColorMatrix?) {
        var tags = tags
        tags.append(("desc", ICCProfile.text("Colours of the source")))
        tags.append(("cprt", ICCProfile.text("CC0")))
        tags.append(("wtpt", ICCProfile.xyz(Chromaticities.profileWhite)))
        if let adaptation {
            tags.append(("chad", Array("sf32\0\0\0\0".utf8) + adaptation.rows.flatMap(ICCProfile.fixed)))
        }
        var table = ICCProfile.big(tags.count)
        var data: [UInt8] = []
        var offsets: [[UInt8]: Int] = [:]
        let dataStart = 128 + 4 + 12 * tags.count
        for (name, content) in tags {
            // Tags with equal content share their bytes in the profile.
            let offset = offsets[content] ?? dataStart + data.count
            if offsets[content] == nil { data += content + [UInt8](repeating: 0, count: -content.count & 3) }
            offsets[content] = offset
            table += Array(name.utf8) + ICCProfile.big(offset) + ICCProfile.big(content.count)
        }
        var header = ICCProfile.big(dataStart + data.count) + [0, 0, 0, 0] + ICCProfile.big(0x0430_0000)
        header += Array(("mntr" + space + "XYZ ").utf8)
        // A profile must have a date. The date is always 2000-01-01, so that equal profiles have equal bytes.
        header += [7, 0xD0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0] + Array("acsp".utf8) + [UInt8](repeating: 0, count: 28)
        header += ICCProfile.fixed(Chromaticities.profileWhite) + [UInt8](repeating: 0, count: 48)
        self.init(bytes: header + table + data)
    }

    private static func big(_ value: Int) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
    }

    private static func fixed(_ vector: SIMD3<Double>) -> [UInt8] {
        (0..<3).flatMap { big(Int((vector[$0] * 65536).rounded())) }
    }

    private static func xyz(_ vector: SIMD3<Double>) -> [UInt8] { Array("XYZ \0\0\0\0".utf8) + fixed(vector) }

    private static func text(_ text: String) -> [UInt8] {
        let units = text.utf16.flatMap { [UInt8(truncatingIfNeeded: $0 >> 8), UInt8(truncatingIfNeeded: $0)] }
        return Array("mluc\0\0\0\0".utf8) + big(1) + big(12) + Array("enUS".utf8) + big(units.count) + big(28) + units
    }
}
