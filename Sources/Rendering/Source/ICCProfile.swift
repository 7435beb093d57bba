/// An embedded colour profile, and as much of its format (ICC.1:2010, 7.2 and 7.3) as it takes to know sRGB, the commonest
/// by far: converting sRGB to sRGB costs time and changes nothing that can be seen.
struct ICCProfile {
    let bytes: [UInt8]

    /// Whether the profile describes itself as sRGB. Profiles of scanners and screens say other things.
    var isSRGB: Bool {
        guard isFor(bands: 3) else { return false }
        return description.hasPrefix("sRGB") && !description.hasPrefix("sRGB linear")
    }

    /// Whether the profile is for images with that many bands of colour.
    func isFor(bands: Int) -> Bool {
        guard bytes.count > 132 else { return false }
        let space = String(decoding: bytes[16..<20], as: UTF8.self)
        return space == (bands == 1 ? "GRAY" : "RGB ")
    }

    /// The text of the tag `desc`, as ASCII; two-byte characters lose their zero bytes.
    private var description: String {
        let count = min(number(at: 128) ?? 0, 100)
        for index in 0..<count {
            let entry = 132 + index * 12
            guard entry + 12 <= bytes.count else { break }
            guard bytes[entry..<entry + 4].elementsEqual("desc".utf8) else { continue }
            guard let offset = number(at: entry + 4), let length = number(at: entry + 8), length >= 12,
                offset + length <= bytes.count
            else { break }
            let tag = bytes[offset..<offset + length]
            // `desc` holds a count and the text, `mluc` a table of records of 12 bytes and then the text.
            let header = tag.starts(with: "mluc".utf8) ? 28 : 12
            return String(decoding: tag.dropFirst(header).filter { $0 >= 32 && $0 < 127 }, as: UTF8.self)
        }
        return ""
    }

    private func number(at offset: Int) -> Int? {
        guard offset + 4 <= bytes.count else { return nil }
        return bytes[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) }
    }
}
