import ImageSpecs

/// Told by their first bytes and never by their names: libvips would ask each of its loaders in turn, and some of them are
/// not made for hostile files.
extension SourceFormat {
    /// The number of bytes that telling a format takes at most.
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
            // A Canon camera's RAW photograph, whose first picture is a preview.
            guard !has("CR", at: 8) else { return nil }
            self = .tiff
        } else if has("BM") {
            self = .bmp
        } else if SourceFormat.isIcon(head, kind: 1) {
            self = .ico
        } else if SourceFormat.isIcon(head, kind: 2) {
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
        } else if SourceFormat.isSVG(head) {
            self = .svg
        } else {
            return nil
        }
    }

    /// A directory of pictures. Its first four bytes alone would also be those of other files, such as a Targa picture.
    private static func isIcon(_ head: [UInt8], kind: UInt8) -> Bool {
        guard head.count >= 22, head.starts(with: [0, 0, kind, 0]), head[4] > 0 || head[5] > 0 else { return false }
        // The reserved byte of the first entry; where its picture begins.
        let offset = head[18..<22].reversed().reduce(0) { $0 << 8 | Int($1) }
        return head[9] == 0 && offset >= 22
    }

    /// XML that comes to an `svg` element soon. Compressed SVG is not read: what it unpacks to has no limit.
    private static func isSVG(_ head: [UInt8]) -> Bool {
        let text = String(decoding: head, as: UTF8.self).drop { $0.isWhitespace || $0 == "\u{FEFF}" }
        return text.hasPrefix("<") && text.contains("<svg")
    }

    /// The format that an output without one is written in: the source's own, where it can be written.
    package var outputFormat: ImageFormat? {
        switch self {
        case .jpeg: .jpeg
        case .png: .png
        case .webp: .webp
        case .gif: .gif
        case .tiff: .tiff
        case .avif: .avif
        case .bmp: .bmp
        case .jpeg2000: .jpeg2000
        case .jxl: .jxl
        case .heic, .ico, .cur, .svg, .pdf: nil
        }
    }

    /// The libvips operation that reads the format from a `Source`; nil for formats that are read without libvips.
    package var loader: String? {
        switch self {
        case .jpeg: "jpegload_source"
        case .png: "pngload_source"
        case .webp: "webpload_source"
        case .tiff: "tiffload_source"
        case .heic, .avif: "heifload_source"
        case .svg: "svgload_source"
        case .pdf: "pdfload_source"
        case .jpeg2000: "jp2kload_source"
        case .jxl: "jxlload_source"
        case .gif, .bmp, .ico, .cur: nil
        }
    }

    /// The libvips class of a loader that is blocked until a registry asks for it.
    var blockedClass: String? {
        switch self {
        case .svg: "VipsForeignLoadSvg"
        case .pdf: "VipsForeignLoadPdf"
        case .jpeg2000: "VipsForeignLoadJp2k"
        case .jxl: "VipsForeignLoadJxl"
        case .jpeg, .png, .webp, .gif, .tiff, .heic, .avif, .bmp, .ico, .cur: nil
        }
    }
}
