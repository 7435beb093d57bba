import ImageSpecs

extension ImageHeader {
    /// EXIF's tag 0x0112, where the format has a place for it; 1 without one.
    func orientation(_ format: ImageFormat) -> Int {
        let exif: Int? =
            switch format {
            case .jpeg: jpegSegments().first { $0.marker == 0xE1 && has("Exif\0\0", at: $0.place + 4) }?.place
            case .png: pngChunk("eXIf")
            case .webp: has("VP8X", at: 12) ? webpChunk("EXIF") : nil
            case .tiff: 0
            case .gif, .bmp, .avif, .jpeg2000, .jxl: nil
            }
        guard let exif else { return 1 }
        // Before a JPEG's EXIF there are a marker, a length and a signature; before a WebP's there may be the signature.
        let start = format == .jpeg ? exif + 10 : has("Exif\0\0", at: exif) ? exif + 6 : exif
        let orientation = tiffTags(at: start)?[0x0112] ?? 1
        return (1...8).contains(orientation) ? orientation : 1
    }

    /// Whether a HEIF is turned by a quarter while it is decoded (ISO/IEC 23008-12, 6.5.10).
    var turnsSideways: Bool { properties("irot").first.map { bytes[$0 + 4] % 2 == 1 } ?? false }
}
