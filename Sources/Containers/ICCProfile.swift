/// An embedded colour profile, and as much of its format (ICC.1:2010, 7.2 and 7.3) as it takes to read it and to know sRGB, the
/// commonest by far: converting sRGB to sRGB costs time and changes nothing that can be seen.
package struct ICCProfile {
    package let bytes: [UInt8]

    package init(bytes: [UInt8]) { self.bytes = bytes }

    /// Whether the profile describes itself as sRGB. Profiles of scanners and screens say other things.
    package var isSRGB: Bool {
        guard isFor(bands: 3) else { return false }
        return description.hasPrefix("sRGB") && !description.hasPrefix("sRGB linear")
    }

    /// Whether the profile is for images with that many bands of grey or RGB.
    package func isFor(bands: Int) -> Bool { space == (bands == 1 ? "GRAY" : "RGB ") }

    package var isForCMYK: Bool { space == "CMYK" }

    /// The signature of the space that the profile's numbers are in; empty for what is no profile.
    private var space: String {
        bytes.count > 132 ? String(decoding: bytes[16..<20], as: UTF8.self) : ""
    }

    /// The nickname of the intent that the profile can be read with. libvips leaves an image as it is, without a word, where
    /// a lookup table is for another: that of XYB JPEGs (jpegli's) is for the perceptual one alone.
    package var intent: String { tag("A2B0") != nil && tag("A2B1") == nil ? "perceptual" : "relative" }

    /// The text of the tag `desc`, as ASCII; two-byte characters lose their zero bytes.
    private var description: String {
        guard let tag = tag("desc") else { return "" }
        // `desc` holds a count and the text, `mluc` a table of records of 12 bytes and then the text.
        let header = tag.starts(with: "mluc".utf8) ? 28 : 12
        return String(decoding: tag.dropFirst(header).filter { $0 >= 32 && $0 < 127 }, as: UTF8.self)
    }

    private func tag(_ signature: String) -> ArraySlice<UInt8>? {
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
