/// Finds the parts of a file. Each loop has a limit, because a hostile file can have millions of parts.
extension ImageHeader {
    private static let maxParts = 4096

    /// The segments of a JPEG before its pixels (ITU T.81, B.1.1.3): their markers and offsets.
    func jpegSegments() -> [(marker: UInt8, offset: Int)] {
        var segments: [(marker: UInt8, offset: Int)] = []
        var offset = 2
        while offset + 9 <= bytes.count, bytes[offset] == 0xFF, segments.count < Self.maxParts {
            let marker = bytes[offset + 1]
            guard marker != 0xDA else { break }
            // Fill bytes count as parts too, so that their number is limited.
            segments.append((marker, offset))
            offset += marker == 0xFF ? 1 : 2 + big(2, at: offset + 2)
        }
        return segments
    }

    /// The chunks of a PNG before its pixels: their types, and the offsets of their contents.
    func pngChunksBeforePixels() -> [(type: String, offset: Int)] {
        var chunks: [(type: String, offset: Int)] = []
        var offset = 8
        while offset + 12 <= bytes.count, chunks.count < Self.maxParts, !has("IDAT", at: offset + 4) {
            chunks.append((String(decoding: (4..<8).map { bytes[offset + $0] }, as: UTF8.self), offset + 8))
            offset += 12 + big(4, at: offset)
        }
        return chunks
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

    /// The offset of the descriptor of a GIF's first frame (GIF89a, 20).
    func gifFrame() -> Int? {
        var position = 13 + (bytes[10] & 0x80 == 0 ? 0 : 3 << (Int(bytes[10] & 7) + 1))
        for _ in 0..<Self.maxParts where position < bytes.count {
            switch bytes[position] {
            case 0x2C: return position
            // An extension consists of a label and of blocks up to an empty block.
            case 0x21: position += 2
            default: return nil
            }
            for _ in 0..<Self.maxParts where position < bytes.count {
                let length = Int(bytes[position])
                position += 1 + length
                if length == 0 { break }
            }
        }
        return nil
    }

    /// The offset of the codestream of a JPEG XL, or of its first part (ISO/IEC 18181-2, 9). The codestream can be the
    /// complete file.
    func jxlCodestream() -> Int? {
        if has([0xFF, 0x0A], at: 0) { return 0 }
        var offset = 0
        for _ in 0..<Self.maxParts where offset + 16 <= bytes.count {
            // A length of 1 means that eight bytes with the length follow the type. A length of 0 means that the box
            // ends with the file.
            let isLong = big(4, at: offset) == 1
            let length = isLong ? big(8, at: offset + 8) : big(4, at: offset)
            let content = offset + (isLong ? 16 : 8)
            if has("jxlc", at: offset + 4) { return content }
            // The content of a box with a part begins with the number of the part.
            if has("jxlp", at: offset + 4) { return content + 4 }
            guard length >= content - offset, length <= bytes.count - offset else { return nil }
            offset += length
        }
        return nil
    }

    /// Returns the tags in the first directory of a TIFF or BigTIFF (TIFF 6.0) with their values. If the numbers of a
    /// tag do not fit into the entry, the value is their offset.
    /// - Parameter start: the offset of the TIFF in the file.
    func tiffTags(at start: Int) -> [Int: Int]? {
        let isLittle = has([0x49, 0x49], at: start)
        guard isLittle || has([0x4D, 0x4D], at: start), start + 16 <= bytes.count else { return nil }
        let number = { (count: Int, position: Int) in isLittle ? little(count, at: position) : big(count, at: position)
        }
        let isBig = number(2, start + 2) == 43
        guard isBig || number(2, start + 2) == 42 else { return nil }
        let offset = isBig ? number(8, start + 8) : number(4, start + 4)
        guard 0...bytes.count ~= offset else { return nil }
        let (directory, countLength, entryLength) = (start + offset, isBig ? 8 : 2, isBig ? 20 : 12)
        guard directory + countLength <= bytes.count else { return nil }
        var tags: [Int: Int] = [:]
        for entry in 0..<min(max(number(countLength, directory), 0), Self.maxParts) {
            let position = directory + countLength + entry * entryLength
            guard position + entryLength <= bytes.count else { break }
            // A number of type 3 has two bytes, and a number of type 16 has eight. Read other types as four bytes. The
            // field for the value is as long as an offset: four bytes, or eight in a BigTIFF.
            let (length, space) = ([3: 2, 16: 8][number(2, position + 2)] ?? 4, isBig ? 8 : 4)
            let fits = 0...space / length ~= number(space, position + 4)
            tags[number(2, position)] = number(fits ? length : space, position + (isBig ? 12 : 8))
        }
        return tags
    }

    /// The offsets of the item properties of type `type` in a HEIF (ISO/IEC 23008-12). Only the first 4096 bytes of the
    /// file are searched.
    func properties(_ type: String) -> [Int] {
        (8..<max(8, min(bytes.count, 4096) - 16)).filter { has(type, at: $0) }
    }
}
