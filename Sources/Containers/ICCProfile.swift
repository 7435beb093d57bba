/// An embedded colour profile, and as much of its format (ICC.1:2022, 7.2 and 7.3) as it takes to choose how it is read and to
/// know sRGB.
package struct ICCProfile {
    package let bytes: [UInt8]

    package init(bytes: [UInt8]) { self.bytes = bytes }

    /// Whether the profile is for images with that many bands of grey or RGB.
    package func isFor(bands: Int) -> Bool { space == (bands == 1 ? "GRAY" : "RGB ") }

    package var isForCMYK: Bool { space == "CMYK" }

    /// The signature of the space that the profile's numbers are in; empty for what is no profile.
    private var space: String {
        bytes.count > 132 ? String(decoding: bytes[16..<20], as: UTF8.self) : ""
    }

    /// The signature of the space that the profile converts to.
    var connectionSpace: String { bytes.count > 132 ? String(decoding: bytes[20..<24], as: UTF8.self) : "" }

    /// Whether the profile has what a conversion from its colours takes. libvips reads inks whose profile is broken by a
    /// profile of its own, without a message.
    package var canBeFollowed: Bool {
        guard bytes.count > 132, bytes[36..<40].elementsEqual("acsp".utf8) else { return false }
        let tables = ["A2B0", "A2B1"].compactMap(tag)
        let isTable = tables.contains { tag in ["mft1", "mft2", "mAB "].contains { tag.starts(with: $0.utf8) } }
        switch space {
        case "GRAY": return isTable || tag("kTRC") != nil
        case "RGB ": return isTable || ["rXYZ", "gXYZ", "bXYZ", "rTRC", "gTRC", "bTRC"].allSatisfy { tag($0) != nil }
        default: return isTable
        }
    }

    /// libvips' nickname of the intent that the profile is read with: perceptual if it has the table for it, as browsers do.
    /// The blacks of measured inks are not black in the colorimetric table. libvips leaves an image as it is, without a
    /// message, if the profile has no table for the intent.
    package var intent: String { tag("A2B0") != nil ? "perceptual" : "relative" }

    /// The colorimetric table takes the darkest colour as it was measured, so it has to be moved to black.
    package var needsBlackPointCompensation: Bool { tag("A2B0") == nil && tag("A2B1") != nil }

    func tag(_ signature: String) -> ArraySlice<UInt8>? {
        let count = min(number(at: 128) ?? 0, 100)
        for index in 0..<count {
            let entry = 132 + index * 12
            guard entry + 12 <= bytes.count else { return nil }
            guard bytes[entry..<entry + 4].elementsEqual(signature.utf8) else { continue }
            guard let offset = number(at: entry + 4), let length = number(at: entry + 8), length >= 12,
                offset + length <= bytes.count
            else { return nil }
            return bytes[offset..<offset + length]
        }
        return nil
    }

    private func number(at offset: Int) -> Int? {
        guard offset + 4 <= bytes.count else { return nil }
        return bytes[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) }
    }
}
