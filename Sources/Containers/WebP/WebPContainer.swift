/// WebP's container (RIFF). Chunks follow the header `RIFF…WEBP`. Each chunk has a name, a length and data.
package enum WebPContainer {
    /// Returns the file without its EXIF, XMP, and colour profile chunks, except the chunks whose names are in `kept`.
    ///
    /// libvips 8.14 writes EXIF into every WebP file, whatever the options are. This EXIF takes 200 bytes that
    /// thumbnails do not need. If the bytes are not a WebP file, or if a chunk is truncated, this function
    /// returns the bytes unchanged.
    package static func withoutMetadata(_ file: [UInt8], keeping kept: Set<String> = []) -> [UInt8] {
        let dropped = metadata.filter { !kept.contains($0.key) }
        guard file.count >= 12, file.starts(with: "RIFF".utf8), file[8..<12].elementsEqual("WEBP".utf8) else {
            return file
        }
        var rest: [UInt8] = []
        rest.reserveCapacity(file.count)
        var offset = 12
        while offset + 8 <= file.count {
            let name = String(decoding: file[offset..<offset + 4], as: UTF8.self)
            let length = file[offset + 4..<offset + 8].littleEndian
            // Data of odd length is padded with one byte.
            let end = offset + 8 + length + length % 2
            guard end <= file.count else { return file }
            var chunk = Array(file[offset..<end])
            if name == "VP8X" && length >= 1 { chunk[8] &= ~dropped.values.reduce(0, |) }
            if dropped[name] == nil { rest += chunk }
            offset = end
        }
        let size = UInt32(rest.count + 4)
        return Array("RIFF".utf8) + (0..<4).map { UInt8(truncatingIfNeeded: size >> (8 * $0)) } + Array("WEBP".utf8)
            + rest
    }

    /// Completes a truncated file: adds zeros for the missing data of its last picture, or removes a truncated chunk
    /// that contains no picture. libwebp decodes the pixels that the result contains. From the truncated file itself,
    /// libwebp decodes no pixels.
    /// - Returns: nil for a complete file, for a file that ends before the data of its first picture, and for a file
    ///   that has less than a sixteenth of the bytes up to the end of its truncated picture.
    package static func completed(_ file: [UInt8]) -> [UInt8]? {
        guard file.count >= 20, file.starts(with: "RIFF".utf8), file[8..<12].elementsEqual("WEBP".utf8),
            8 + file[4..<8].littleEndian > file.count
        else { return nil }
        var (offset, hasPixels) = (12, false)
        while let end = end(ofChunk: offset, in: file), end <= file.count {
            hasPixels = hasPixels || pictures.contains(name(ofChunk: offset, in: file))
            offset = end
        }
        var result = file
        if let end = end(ofPicture: offset, in: file) {
            // Do not complete a file with less than a sixteenth of the bytes up to `end`, because the truncated picture
            // would be almost empty. This limit also rejects a small file that declares a huge picture.
            guard end <= file.count * 16 else { return nil }
            result += [UInt8](repeating: 0, count: end - file.count)
            if name(ofChunk: offset, in: file) == "ANMF" { result.setLittleEndian(end - offset - 8, at: offset + 4) }
        } else {
            guard hasPixels else { return nil }
            result.removeSubrange(offset...)
        }
        result.setLittleEndian(result.count - 8, at: 4)
        return result
    }

    private static let pictures: Set = ["VP8 ", "VP8L", "ANMF"]

    /// Returns the end of the data of the picture in which the file ends. Returns nil if the file does not end in such
    /// data.
    /// - Parameter offset: the offset of the truncated chunk.
    private static func end(ofPicture offset: Int, in file: [UInt8]) -> Int? {
        guard let end = end(ofChunk: offset, in: file) else { return nil }
        switch name(ofChunk: offset, in: file) {
        case "VP8 ", "VP8L": return end
        case "ANMF":
            // The position, size, duration and flags of the frame have 16 bytes. A chunk with alpha can precede the
            // pixels.
            var part = offset + 24
            while let end = self.end(ofChunk: part, in: file), end <= file.count { part = end }
            guard ["VP8 ", "VP8L"].contains(name(ofChunk: part, in: file)) else { return nil }
            return self.end(ofChunk: part, in: file)
        default: return nil
        }
    }

    private static func name(ofChunk offset: Int, in file: [UInt8]) -> String {
        String(decoding: file.dropFirst(offset).prefix(4), as: UTF8.self)
    }

    /// Returns the end of a chunk. Returns nil if the file ends in the chunk's name or length.
    private static func end(ofChunk offset: Int, in file: [UInt8]) -> Int? {
        guard offset + 8 <= file.count else { return nil }
        let length = file[offset + 4..<offset + 8].littleEndian
        return offset + 8 + length + length % 2
    }

    /// The metadata chunks, with their flags in the first byte of `VP8X`.
    private static let metadata: [String: UInt8] = ["ICCP": 0x20, "EXIF": 0x08, "XMP ": 0x04]
}

extension [UInt8] {
    fileprivate mutating func setLittleEndian(_ number: Int, at offset: Int) {
        for index in 0..<4 { self[offset + index] = UInt8(truncatingIfNeeded: number >> (8 * index)) }
    }
}
