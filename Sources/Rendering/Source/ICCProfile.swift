/// As much of the ICC profile format (ICC.1:2010, 7.3) as it takes to know sRGB, the commonest profile by far:
/// converting sRGB to sRGB costs time and changes nothing that can be seen.
enum ICCProfile {
    /// Whether the profile describes itself as sRGB. Profiles of scanners and screens say other things.
    static func isSRGB(_ profile: [UInt8]) -> Bool {
        guard profile.count > 132, colorSpace(profile) == "RGB " else { return false }
        let description = description(profile)
        return description.hasPrefix("sRGB") && !description.hasPrefix("sRGB linear")
    }

    /// Such as `RGB ` or `CMYK`.
    static func colorSpace(_ profile: [UInt8]) -> String {
        String(decoding: profile.dropFirst(16).prefix(4), as: UTF8.self)
    }

    /// The text of the tag `desc`, as ASCII; two-byte characters lose their zero bytes.
    private static func description(_ profile: [UInt8]) -> String {
        let count = min(number(profile, at: 128) ?? 0, 100)
        for index in 0..<count {
            let entry = 132 + index * 12
            guard entry + 12 <= profile.count else { break }
            guard profile[entry..<entry + 4].elementsEqual("desc".utf8) else { continue }
            guard let offset = number(profile, at: entry + 4), let length = number(profile, at: entry + 8),
                offset >= 0, length >= 12, offset + length <= profile.count
            else { break }
            let tag = profile[offset..<offset + length]
            // `desc` holds a count and the text, `mluc` a table of records of 12 bytes and then the text.
            let header = tag.starts(with: "mluc".utf8) ? 28 : 12
            return String(decoding: tag.dropFirst(header).filter { $0 >= 32 && $0 < 127 }, as: UTF8.self)
        }
        return ""
    }

    private static func number(_ bytes: [UInt8], at offset: Int) -> Int? {
        guard offset >= 0, offset + 4 <= bytes.count else { return nil }
        return bytes[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) }
    }
}
