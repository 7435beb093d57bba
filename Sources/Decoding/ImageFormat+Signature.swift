import ImageSpecs

/// Detects the format of a file from its first bytes. If libvips detected the format, it would try all of its loaders,
/// and some loaders are unsafe for untrusted files.
extension ImageFormat {
    /// The maximum number of bytes that detection needs.
    static let headLength = 1024

    init?(head: [UInt8]) {
        func has(_ signature: [UInt8], at offset: Int = 0) -> Bool {
            head.dropFirst(offset).starts(with: signature)
        }
        func has(_ text: String, at offset: Int = 0) -> Bool { has(Array(text.utf8), at: offset) }

        if has([0xFF, 0xD8, 0xFF]) {
            self = .jpeg
        } else if has([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
            self = .png
        } else if has("RIFF") && has("WEBP", at: 8) {
            self = .webp
        } else if has("GIF87a") || has("GIF89a") {
            self = .gif
        } else if has([0x49, 0x49, 0x2A, 0]) || has([0x4D, 0x4D, 0, 0x2A]) || has([0x49, 0x49, 0x2B, 0])
            || has([0x4D, 0x4D, 0, 0x2B])
        {
            // A TIFF with "CR" at offset 8 is a RAW photograph of a Canon camera. The first picture of such a file is
            // only a preview, so the file is not read.
            guard !has("CR", at: 8) else { return nil }
            self = .tiff
        } else if has("BM") {
            self = .bmp
        } else if ImageFormat.isIcon(head, kind: 1) {
            self = .ico
        } else if ImageFormat.isIcon(head, kind: 2) {
            self = .cur
        } else if has("%PDF-") {
            self = .pdf
        } else if has([0xFF, 0x4F, 0xFF, 0x51]) || has([0, 0, 0, 0x0C, 0x6A, 0x50, 0x20, 0x20, 0x0D, 0x0A, 0x87, 0x0A])
        {
            self = .jpeg2000
        } else if has([0xFF, 0x0A]) || has([0, 0, 0, 0x0C, 0x4A, 0x58, 0x4C, 0x20, 0x0D, 0x0A, 0x87, 0x0A]) {
            self = .jxl
        } else if let format = FileTypeBox(head: head)?.format {
            self = format
        } else if ImageFormat.isSVG(head) {
            self = .svg
        } else {
            return nil
        }
    }

    /// Whether the file is an icon or a cursor. The first four bytes are not enough, because a Targa picture can start
    /// with the same bytes.
    private static func isIcon(_ head: [UInt8], kind: UInt8) -> Bool {
        guard head.count >= 22, head.starts(with: [0, 0, kind, 0]), head[4] > 0 || head[5] > 0 else { return false }
        // Check the reserved byte and the picture offset of the first entry.
        let offset = head[18..<22].reversed().reduce(0) { $0 << 8 | Int($1) }
        return head[9] == 0 && offset >= 22
    }

    /// Whether the first character, except white space, is `<`, and the file has an `svg` element near its start.
    /// Compressed SVG is not supported, because its unpacked size has no limit.
    private static func isSVG(_ head: [UInt8]) -> Bool {
        let text = String(decoding: head, as: UTF8.self).drop { $0.isWhitespace || $0 == "\u{FEFF}" }
        return text.hasPrefix("<") && text.contains("<svg")
    }

    /// The libvips operation that reads the format from a `Source`. It is nil for formats that are read without
    /// libvips.
    package var loader: String? { libvipsLoader.map { $0 + "load_source" } }

    /// The libvips class of a loader that is blocked until a registry allows it.
    var blockedClass: String? { untrustedLoader.map { "VipsForeignLoad" + $0.prefix(1).uppercased() + $0.dropFirst() } }
}
