/// WebP's container (RIFF): chunks of a name, a length and data, after the header `RIFF…WEBP`.
enum WebPContainer {
    /// The file without its EXIF and XMP chunks, and without its colour profile unless that is to stay.
    ///
    /// libvips 8.14 writes EXIF into every WebP file, whatever it is told: 200 bytes that thumbnails do not need.
    /// Bytes that are not a WebP file come back as they are.
    static func withoutMetadata(_ file: [UInt8], keepsProfile: Bool) -> [UInt8] {
        guard file.count >= 12, file.starts(with: "RIFF".utf8), file[8..<12].elementsEqual("WEBP".utf8) else {
            return file
        }
        var kept: [UInt8] = []
        kept.reserveCapacity(file.count)
        var offset = 12
        while offset + 8 <= file.count {
            let name = String(decoding: file[offset..<offset + 4], as: UTF8.self)
            let length = file[offset + 4..<offset + 8].reversed().reduce(0) { $0 << 8 | Int($1) }
            // Data of odd length is filled up by a byte.
            let end = offset + 8 + length + length % 2
            guard end <= file.count else { return file }
            var chunk = Array(file[offset..<end])
            // In the first byte of `VP8X`: profile, EXIF, XMP.
            if name == "VP8X" && length >= 1 { chunk[8] &= ~(keepsProfile ? 0x0C : 0x2C) }
            let isMetadata = name == "EXIF" || name == "XMP " || (name == "ICCP" && !keepsProfile)
            if !isMetadata { kept += chunk }
            offset = end
        }
        let size = UInt32(kept.count + 4)
        return Array("RIFF".utf8) + (0..<4).map { UInt8(truncatingIfNeeded: size >> (8 * $0)) } + Array("WEBP".utf8)
            + kept
    }
}
