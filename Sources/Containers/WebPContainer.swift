/// WebP's container (RIFF). After the header `RIFF…WEBP` come chunks with a name, a length and data.
package enum WebPContainer {
    /// Returns the file without its EXIF, XMP and colour profile chunks, except those in `kept`.
    ///
    /// libvips 8.14 writes EXIF into every WebP file, with any options. It takes 200 bytes, which thumbnails do not
    /// need. Bytes that are not a WebP file are returned unchanged.
    package static func withoutMetadata(_ file: [UInt8], but kept: Set<String> = []) -> [UInt8] {
        let dropped = metadata.filter { !kept.contains($0.key) }
        guard file.count >= 12, file.starts(with: "RIFF".utf8), file[8..<12].elementsEqual("WEBP".utf8) else {
            return file
        }
        var rest: [UInt8] = []
        rest.reserveCapacity(file.count)
        var offset = 12
        while offset + 8 <= file.count {
            let name = String(decoding: file[offset..<offset + 4], as: UTF8.self)
            let length = file[offset + 4..<offset + 8].reversed().reduce(0) { $0 << 8 | Int($1) }
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

    /// The metadata chunks, with their flags in the first byte of `VP8X`.
    private static let metadata: [String: UInt8] = ["ICCP": 0x20, "EXIF": 0x08, "XMP ": 0x04]
}
