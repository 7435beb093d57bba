/// The parts of a file. Each loop has a limit, because a hostile file can have millions of parts.
extension ImageHeader {
    private static let maxParts = 4096

    /// The segments of a JPEG before its pixels (ITU T.81, B.1.1.3): their markers and offsets.
    func jpegSegments() -> [(marker: UInt8, offset: Int)] {
        var segments: [(marker: UInt8, offset: Int)] = []
        var offset = 2
        while offset + 9 <= bytes.count, bytes[offset] == 0xFF, segments.count < Self.maxParts {
            let marker = bytes[offset + 1]
            guard marker != 0xDA else { break }
            // Fill bytes count as parts too, so that they are limited.
            segments.append((marker, offset))
            offset += marker == 0xFF ? 1 : 2 + big(2, at: offset + 2)
        }
        return segments
    }

    /// The offset of a PNG chunk's content.
    func pngChunk(_ type: String) -> Int? {
        var offset = 8
        for _ in 0..<Self.maxParts where offset + 12 <= bytes.count {
            if has(type, at: offset + 4) { return offset + 8 }
            offset += 12 + big(4, at: offset)
        }
        return nil
    }

    /// The offset of a WebP chunk's content (RFC 9649, 2.3).
    func webpChunk(_ type: String) -> Int? {
        var offset = 12
        for _ in 0..<Self.maxParts where offset + 8 <= bytes.count {
            if has(type, at: offset) { return offset + 8 }
            let length = little(4, at: offset + 4)
            offset += 8 + length + length % 2
        }
        return nil
    }

    /// The first directory of the TIFF that starts at an offset of the file (TIFF 6.0): its tags that have one number.
    func tiffTags(at start: Int) -> [Int: Int]? {
        let isLittle = has([0x49, 0x49, 42, 0], at: start)
        guard isLittle || has([0x4D, 0x4D, 0, 42], at: start), start + 8 <= bytes.count else { return nil }
        let number = { (count: Int, offset: Int) in isLittle ? little(count, at: offset) : big(count, at: offset) }
        let directory = start + number(4, start + 4)
        guard directory + 2 <= bytes.count else { return nil }
        var tags: [Int: Int] = [:]
        for entry in 0..<min(number(2, directory), Self.maxParts) {
            let offset = directory + 2 + entry * 12
            guard offset + 12 <= bytes.count else { break }
            let isShort = number(2, offset + 2) == 3
            tags[number(2, offset)] = number(isShort ? 2 : 4, offset + 8)
        }
        return tags
    }

    /// The offsets of the names of a HEIF's item properties (ISO/IEC 23008-12).
    func properties(_ type: String) -> [Int] {
        (8..<max(8, min(bytes.count, 4096) - 16)).filter { has(type, at: $0) }
    }
}
