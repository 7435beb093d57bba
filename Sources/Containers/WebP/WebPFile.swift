/// Removes the metadata from WebP files.
package enum WebPFile {
    /// Returns the file with only the chunks that its pixels need, and with the colour profile if requested. Data after
    /// the end that the header declares is removed.
    ///
    /// - Returns: nil for a file that no common encoder writes. For example, such a file has truncated chunks, chunks
    ///   of wrong lengths, duplicate chunks, or no pixels.
    static func withoutMetadata(_ file: [UInt8], keepsProfile: Bool) -> [UInt8]? {
        guard file.count >= 20, file.starts(with: "RIFF".utf8), file[8..<12].elementsEqual("WEBP".utf8) else {
            return nil
        }
        let end = 8 + file[4..<8].littleEndian
        guard end <= file.count, let chunks = Self.chunks(of: file, 12..<end) else { return nil }
        let isExtended = chunks.first?.name == "VP8X"
        guard isExtended else {
            guard let first = chunks.first, ["VP8 ", "VP8L"].contains(first.name) else { return nil }
            return Self.file(first.bytes)
        }
        var names: Set<String> = []
        var rest: [UInt8] = []
        for chunk in chunks.dropFirst() {
            guard names.insert(chunk.name).inserted || chunk.name == "ANMF" || !Self.isKnown(chunk.name) else {
                return nil
            }
            switch chunk.name {
            case "ICCP" where keepsProfile:
                guard ICCProfile.isComplete(Array(chunk.data)) else { return nil }
                rest += chunk.bytes
            case "ANIM":
                guard chunk.data.count == 6 else { return nil }
                rest += chunk.bytes
            case "ANMF":
                guard let frame = Self.frame(chunk, of: file) else { return nil }
                rest += frame
            case "ALPH", "VP8 ", "VP8L": rest += chunk.bytes
            default: break
            }
        }
        guard let header = chunks.first?.data, header.count == 10, let flags = header.first else { return nil }
        let isMoving = flags & 0x02 != 0
        guard isMoving == names.contains("ANIM"), isMoving == names.contains("ANMF"),
            isMoving
                ? names.isDisjoint(with: ["VP8 ", "VP8L", "ALPH"]) : names.contains("VP8 ") != names.contains("VP8L")
        else { return nil }
        let hasProfile: UInt8 = keepsProfile && names.contains("ICCP") ? 0x20 : 0
        let kept = [flags & 0x12 | hasProfile, 0, 0, 0] + header.dropFirst(4)
        return Self.file(Chunk(name: "VP8X", data: kept[...]).bytes + rest)
    }

    /// Returns one file for each chunk with pixels or alpha. Each of these files lacks the last bytes of its chunk. If
    /// `file` is an animation, each of them contains only one frame. `WebPSurplus` tests whether libwebp decodes them.
    /// - Parameters:
    ///   - file: a result of `withoutMetadata`.
    ///   - count: the number of missing bytes.
    package static func truncated(_ file: [UInt8], by count: Int) -> [[UInt8]] {
        let chunks = chunks(of: file, 12..<file.count) ?? []
        let frames = chunks.filter { $0.name == "ANMF" }.map { frame in
            let start = frame.data.startIndex
            // The frame's own size becomes the size of the canvas. The flag says that there can be alpha.
            let header = Chunk(name: "VP8X", data: ([0x10, 0, 0, 0] + file[start + 6..<start + 12])[...])
            return [header] + (Self.chunks(of: file, start + 16..<frame.data.endIndex) ?? [])
        }
        return (frames.isEmpty ? [chunks] : frames).flatMap { picture in
            picture.indices.filter { ["ALPH", "VP8 ", "VP8L"].contains(picture[$0].name) }.map { index in
                var picture = picture
                picture[index] = Chunk(name: picture[index].name, data: picture[index].data.dropLast(count))
                return Self.file(picture.flatMap(\.bytes))
            }
        }
    }

    private struct Chunk {
        let name: String
        let data: ArraySlice<UInt8>

        /// The chunk with its header. Data of odd length is padded with a zero.
        var bytes: [UInt8] {
            Array(name.utf8) + WebPFile.littleEndian(data.count) + data + (data.count % 2 == 1 ? [0] : [])
        }
    }

    private static func isKnown(_ name: String) -> Bool {
        ["VP8X", "ICCP", "ANIM", "ANMF", "ALPH", "VP8 ", "VP8L", "EXIF", "XMP "].contains(name)
    }

    /// Returns a frame of an animation (`ANMF`) with only the chunks of its pixels: `ALPH`, `VP8 `, and `VP8L`.
    private static func frame(_ chunk: Chunk, of file: [UInt8]) -> [UInt8]? {
        let start = chunk.data.startIndex
        guard chunk.data.count > 16, let parts = chunks(of: file, start + 16..<chunk.data.endIndex) else { return nil }
        let pixels = parts.filter { ["ALPH", "VP8 ", "VP8L"].contains($0.name) }
        guard [["VP8 "], ["VP8L"], ["ALPH", "VP8 "]].contains(pixels.map(\.name)) else { return nil }
        let header = chunk.data[start..<start + 15] + [chunk.data[start + 15] & 3]
        return Chunk(name: "ANMF", data: header + pixels.flatMap(\.bytes)).bytes
    }

    /// - Returns: nil if the chunks do not fill the range.
    private static func chunks(of file: [UInt8], _ range: Range<Int>) -> [Chunk]? {
        var (chunks, offset) = ([Chunk](), range.lowerBound)
        while offset < range.upperBound {
            guard offset + 8 <= range.upperBound else { return nil }
            let length = file[offset + 4..<offset + 8].littleEndian
            let end = offset + 8 + length
            guard end <= range.upperBound else { return nil }
            let name = String(decoding: file[offset..<offset + 4], as: UTF8.self)
            chunks.append(Chunk(name: name, data: file[offset + 8..<end]))
            offset = min(end + length % 2, range.upperBound)
        }
        return chunks
    }

    private static func file(_ chunks: [UInt8]) -> [UInt8] {
        Array("RIFF".utf8) + littleEndian(chunks.count + 4) + Array("WEBP".utf8) + chunks
    }

    private static func littleEndian(_ value: Int) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
}
