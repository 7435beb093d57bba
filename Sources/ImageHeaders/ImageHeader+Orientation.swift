import ImageSpecs

extension ImageHeader {
    /// Returns the value of EXIF's tag 0x0112, or 1 if the file has no valid value.
    func orientation(_ format: ImageFormat) -> Int {
        let exif: Int? =
            switch format {
            case .jpeg: jpegSegments().first { $0.marker == 0xE1 && has("Exif\0\0", at: $0.offset + 4) }?.offset
            // The decoder ignores a chunk after the pixels (PNG, third edition, 5.6).
            case .png: pngChunksBeforePixels().first { $0.type == "eXIf" }?.offset
            case .webp: has("VP8X", at: 12) ? webpChunk("EXIF") : nil
            case .tiff: 0
            default: nil
            }
        guard let exif else { return 1 }
        // In a JPEG, a marker, a length, and a signature precede the EXIF data. In a WebP, the signature is optional.
        // The decoder ignores the EXIF data of a PNG with the signature.
        let start = format == .jpeg ? exif + 10 : format == .webp && has("Exif\0\0", at: exif) ? exif + 6 : exif
        let orientation = tiffTags(at: start)?[0x0112] ?? 1
        return (1...8).contains(orientation) ? orientation : 1
    }

    /// Whether decoding rotates a HEIF by 90 or 270 degrees (ISO/IEC 23008-12, 6.5.10).
    var turnsSideways: Bool { properties("irot").first.map { bytes[$0 + 4] % 2 == 1 } ?? false }
}
