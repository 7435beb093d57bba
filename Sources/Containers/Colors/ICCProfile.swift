/// A colour profile (ICC.1:2022, 7.2 and 7.3). This type parses only the parts that are necessary to check the profile,
/// to choose an intent, to recognise sRGB, and to convert greys.
package struct ICCProfile {
    package let bytes: [UInt8]

    package init(bytes: [UInt8]) { self.bytes = bytes }

    /// Returns whether the profile is for images with this number of colour bands: 1 for grey, or 3 for RGB.
    package func isFor(bands: Int) -> Bool { space == (bands == 1 ? "GRAY" : "RGB ") }

    package var isForCMYK: Bool { space == "CMYK" }

    /// The signature of the data colour space. It is empty if there are too few bytes for a profile.
    private var space: String {
        bytes.count > 132 ? String(decoding: bytes[16..<20], as: UTF8.self) : ""
    }

    /// The signature of the profile connection space. It is empty if there are too few bytes for a profile.
    var connectionSpace: String { bytes.count > 132 ? String(decoding: bytes[20..<24], as: UTF8.self) : "" }

    /// Whether the profile contains everything that a conversion needs. Do not pass an unusable profile to libvips,
    /// because libvips silently replaces a broken CMYK profile with its own profile.
    package var isUsable: Bool {
        guard bytes.count > 132, bytes[36..<40].elementsEqual("acsp".utf8) else { return false }
        let tables = ["A2B0", "A2B1"].compactMap(tag)
        let isTable = tables.contains { tag in ["mft1", "mft2", "mAB "].contains { tag.starts(with: $0.utf8) } }
        switch space {
        case "GRAY": return isTable || tag("kTRC") != nil
        case "RGB ": return isTable || ["rXYZ", "gXYZ", "bXYZ", "rTRC", "gTRC", "bTRC"].allSatisfy { tag($0) != nil }
        default: return isTable
        }
    }

    /// The intent for the conversion, as libvips names it. With a perceptual table, the intent is perceptual, as in
    /// browsers: the perceptual table maps the darkest colour to black, and the colorimetric table does not. Without a
    /// perceptual table, libvips would silently skip a perceptual conversion, so the intent is relative.
    package var intent: String { tag("A2B0") != nil ? "perceptual" : "relative" }

    /// Whether the conversion needs black point compensation. It is necessary if only the colorimetric table exists,
    /// because this table maps the darkest colour to its measured value, which is not black.
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
