/// The box `ftyp` at the start of AVIF and HEIC (ISO/IEC 14496-12, 4.3). The box lists the specifications that the file
/// follows.
struct FileTypeBox {
    /// The major brand, then the compatible brands.
    let brands: [String]

    init?(_ head: FileHead) {
        let bytes = head.bytes
        guard bytes.count >= 12, head.has("ftyp", at: 4) else { return nil }
        let length = bytes[..<4].reduce(0) { $0 << 8 | Int($1) }
        guard length >= 12 else { return nil }
        // Skip the minor version, which follows the major brand.
        let starts = [8] + stride(from: 16, through: min(length, bytes.count) - 4, by: 4)
        brands = starts.map { String(decoding: bytes[$0..<$0 + 4], as: UTF8.self) }
    }

    /// The format. The first brand that names a codec decides. The major brand often names only the container (`mif1`,
    /// `msf1`, or `miaf`).
    var format: ImageFormat? {
        let codec = brands.lazy.compactMap { FileTypeBox.codecs[$0] }.first
        // If the brands name only the container, the file counts as HEIC, and libheif detects the codec. If no brand
        // names a codec or a container, the file is neither AVIF nor HEIC.
        return codec ?? (brands.contains { FileTypeBox.containers.contains($0) } ? .heic : nil)
    }

    private static let codecs: [String: ImageFormat] = [
        "avif": .avif, "avis": .avif, "heic": .heic, "heix": .heic, "hevc": .heic, "hevx": .heic, "heim": .heic,
        "heis": .heic,
    ]
    private static let containers: Set = ["mif1", "msf1", "miaf"]
}
