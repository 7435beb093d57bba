/// GIF 89a: a header, a palette, then blocks until the trailer.
enum GIFFile {
    /// Returns the file without comments, texts and application data. It keeps the loop count of an animation.
    /// - Returns: nil if the file's structure is broken.
    static func withoutMetadata(_ file: [UInt8]) -> [UInt8]? {
        guard file.count > 13 else { return nil }
        var offset = 13 + paletteLength(file[10])
        guard offset <= file.count else { return nil }
        var kept = Array(file[..<offset])
        while offset < file.count {
            let start = offset
            let isKept: Bool
            switch file[offset] {
            case 0x3B: return kept + [0x3B]
            case 0x21:
                guard offset + 2 < file.count else { return nil }
                isKept = file[offset + 1] == 0xF9 || file[offset + 1] == 0xFF && isLoop(file[(offset + 2)...])
                offset += 2
            case 0x2C:
                guard offset + 10 < file.count else { return nil }
                isKept = true
                // Skip the descriptor, its palette, and the LZW code size.
                offset += 10 + paletteLength(file[offset + 9]) + 1
            default: return nil
            }
            guard let end = endOfBlocks(file, from: offset) else { return nil }
            if isKept { kept += file[start..<end] }
            offset = end
        }
        return nil
    }

    private static func paletteLength(_ flags: UInt8) -> Int {
        flags & 0x80 == 0 ? 0 : 3 << (Int(flags & 7) + 1)
    }

    private static func isLoop(_ block: ArraySlice<UInt8>) -> Bool {
        let name = block.dropFirst().prefix(11)
        return name.elementsEqual("NETSCAPE2.0".utf8) || name.elementsEqual("ANIMEXTS1.0".utf8)
    }

    /// Returns the offset after the empty block that ends a sequence of blocks.
    private static func endOfBlocks(_ file: [UInt8], from start: Int) -> Int? {
        var offset = start
        while offset < file.count {
            let length = Int(file[offset])
            offset += 1 + length
            if length == 0 { return offset }
        }
        return nil
    }
}
