/// Removes the metadata from GIF files (GIF89a).
enum GIFFile {
    /// Returns the file with only its palettes, its frames with their graphic control extensions, and the number of
    /// repetitions.
    ///
    /// - Returns: nil for a truncated file, and for a file that no common encoder writes, for example with plain text,
    ///   unknown blocks, blocks of wrong lengths, a wrong number of pixels, or bytes after the codes of a frame.
    static func withoutMetadata(_ file: [UInt8]) -> [UInt8]? {
        guard file.count > 13, file.starts(with: "GIF87a".utf8) || file.starts(with: "GIF89a".utf8) else { return nil }
        var offset = 13 + paletteLength(file[10])
        guard offset <= file.count else { return nil }
        var kept = Array(file[..<offset])
        // The graphic control extension that the next frame needs.
        var control: [UInt8] = []
        var hasLoop = false
        while offset < file.count {
            switch file[offset] {
            case 0x3B: return kept + [0x3B]
            case 0x21:
                guard offset + 2 < file.count, let blocks = blocks(of: file, from: offset + 2) else { return nil }
                let data = Array(file[(offset + 2)..<blocks.end])
                switch file[offset + 1] {
                case 0xF9:
                    guard data.count == 6, data[0] == 4 else { return nil }
                    let flags = data[1] & 0x1F
                    control = [0x21, 0xF9, 4, flags, data[2], data[3], flags & 1 == 0 ? 0 : data[4], 0]
                case 0xFF where isLoop(data):
                    guard data.count == 17, data[12] == 3, data[13] == 1 else { return nil }
                    if !hasLoop { kept += [0x21, 0xFF] + data }
                    hasLoop = true
                // A plain text extension is drawn as a frame, so removing it could change the picture. Reject the file
                // instead.
                case 0x01: return nil
                default: break
                }
                offset = blocks.end
            case 0x2C:
                guard offset + 10 < file.count else { return nil }
                let codes = offset + 10 + paletteLength(file[offset + 9])
                guard codes < file.count, let blocks = blocks(of: file, from: codes + 1) else { return nil }
                let sides = [5, 7].map { Int(file[offset + $0]) | Int(file[offset + $0 + 1]) << 8 }
                let bits = Int(file[codes])
                guard LZWCodes.count(in: blocks.data, minCodeSize: bits) == sides[0] * sides[1] else { return nil }
                kept += control + file[offset..<blocks.end]
                control = []
                offset = blocks.end
            default: return nil
            }
        }
        return nil
    }

    private static func paletteLength(_ flags: UInt8) -> Int {
        flags & 0x80 == 0 ? 0 : 3 << (Int(flags & 7) + 1)
    }

    private static func isLoop(_ data: [UInt8]) -> Bool {
        let name = data.dropFirst().prefix(11)
        return name.elementsEqual("NETSCAPE2.0".utf8) || name.elementsEqual("ANIMEXTS1.0".utf8)
    }

    /// Returns the content of a sequence of blocks, and the offset after the empty block at its end.
    private static func blocks(of file: [UInt8], from start: Int) -> (data: [UInt8], end: Int)? {
        var (data, offset) = ([UInt8](), start)
        while offset < file.count {
            let length = Int(file[offset])
            guard offset + 1 + length <= file.count else { return nil }
            data += file[offset + 1..<offset + 1 + length]
            offset += 1 + length
            if length == 0 { return (data, offset) }
        }
        return nil
    }
}
