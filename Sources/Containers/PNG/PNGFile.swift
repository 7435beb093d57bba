/// Removes the metadata from PNG files.
enum PNGFile {
    /// The chunks that the pixels need, with their permitted lengths.
    private static let needed: [String: ClosedRange<Int>] = [
        "IHDR": 13...13, "PLTE": 3...768, "tRNS": 1...256, "IDAT": 0...Int.max, "IEND": 0...0,
    ]
    /// The chunks that define the meaning of the colours. Either all of them are kept, or all are removed. Without
    /// these chunks, the colours are sRGB. If only some were removed, the remaining chunks would define other colours.
    private static let colors: [String: ClosedRange<Int>] = [
        "cICP": 4...4, "iCCP": 12...Int.max, "sRGB": 1...1, "gAMA": 4...4, "cHRM": 32...32, "mDCV": 24...24,
        "cLLI": 8...8,
    ]

    /// Returns the file with only the chunks that its pixels need. The chunks get new checksums, because a wrong
    /// checksum can contain other data.
    ///
    /// - Returns: nil for an animation, and for a file that no common encoder writes. For example, such a file has
    ///   chunks of wrong lengths, duplicate chunks, unknown critical chunks, bytes after the compressed data of the
    ///   pixels or the profile, or another number of pixels than its header declares.
    static func withoutMetadata(_ file: [UInt8], keepsProfile: Bool) -> [UInt8]? {
        let chunks = PNGChunk.all(in: file)
        guard file.starts(with: PNGChunk.signature), let header = chunks.first, header.name == "IHDR",
            let end = chunks.firstIndex(where: { $0.name == "IEND" })
        else { return nil }
        var kept = PNGChunk.signature
        var names: Set<String> = []
        var last = ""
        for chunk in chunks[...end] {
            let isColor = colors[chunk.name] != nil
            guard let lengths = needed[chunk.name] ?? (keepsProfile ? colors[chunk.name] : nil) else {
                // Reject an animation, because only one of its pictures would be kept. Also reject unknown critical
                // chunks, because they can change the pixels.
                guard chunk.name != "acTL", isColor || chunk.isAncillary else { return nil }
                last = chunk.name
                continue
            }
            let isFurther = chunk.name == "IDAT" && last == "IDAT"
            guard lengths.contains(chunk.data.count), names.insert(chunk.name).inserted || isFurther else { return nil }
            if chunk.name == "iCCP" {
                guard let profile = profile(chunk) else { return nil }
                kept += profile.bytes
            } else {
                kept += chunk.bytes
            }
            last = chunk.name
        }
        let pixels = chunks[...end].filter { $0.name == "IDAT" }.flatMap(\.data)
        guard let length = rowBytes(Array(header.data)), ZlibStream.length(of: pixels) == length else { return nil }
        return kept
    }

    /// Returns the profile's chunk with a fixed profile name, because the name in the file can be any text.
    private static func profile(_ chunk: PNGChunk) -> PNGChunk? {
        guard let nameEnd = chunk.data.prefix(80).firstIndex(of: 0), nameEnd > chunk.data.startIndex,
            chunk.data.dropFirst(nameEnd + 1 - chunk.data.startIndex).first == 0
        else { return nil }
        let compressed = Array(chunk.data[(nameEnd + 2)...])
        guard ZlibStream.length(of: compressed) != nil else { return nil }
        return PNGChunk("iCCP", ([UInt8(ascii: "p"), 0, 0] + compressed)[...])
    }

    /// Returns the length of all rows, including their filter bytes. It is nil for an unknown kind of pixels, and if
    /// the width or the height is 0, or is at least 2^24. With this limit, no product exceeds `Int`.
    private static func rowBytes(_ header: [UInt8]) -> Int? {
        let (width, height) = (header[0..<4].bigEndian, header[4..<8].bigEndian)
        guard let samples = [0: 1, 2: 3, 3: 1, 4: 2, 6: 4][header[9]], [1, 2, 4, 8, 16].contains(header[8]),
            header[10] == 0, header[11] == 0, header[12] <= 1, width > 0, height > 0, width < 1 << 24, height < 1 << 24
        else { return nil }
        func bytes(_ width: Int, _ height: Int) -> Int {
            width == 0 || height == 0 ? 0 : height * (1 + (width * samples * Int(header[8]) + 7) / 8)
        }
        guard header[12] == 1 else { return bytes(width, height) }
        // The passes of Adam7. A pass has its first column, its first row, the distance between its columns, and the
        // distance between its rows.
        let passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
        return passes.reduce(0) { sum, pass in
            sum + bytes((width - pass.0 + pass.2 - 1) / pass.2, (height - pass.1 + pass.3 - 1) / pass.3)
        }
    }
}

extension PNGChunk {
    /// Whether a decoder can ignore the chunk. The name of such a chunk starts with a lowercase letter.
    fileprivate var isAncillary: Bool { name.utf8.first.map { $0 & 0x20 != 0 } ?? false }
}
