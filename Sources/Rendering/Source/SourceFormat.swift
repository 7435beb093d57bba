import ImageSpecs

/// The kinds of file that images are read from, told by their first bytes and never by their names: libvips would
/// ask each of its loaders in turn, and some of them are not made for hostile files.
enum SourceFormat: String, CaseIterable {
    case jpeg = "JPEG"
    case png = "PNG"
    case webp = "WebP"
    case gif = "GIF"
    case tiff = "TIFF"
    case heif = "HEIC"
    case avif = "AVIF"
    case bmp = "BMP"

    /// The number of bytes that telling a format takes at most.
    static let headLength = 32

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
            self = .tiff
        } else if has("BM") {
            self = .bmp
        } else if has("ftyp", at: 4) {
            guard let brand = SourceFormat.brands[String(decoding: head.dropFirst(8).prefix(4), as: UTF8.self)] else {
                return nil
            }
            self = brand
        } else {
            return nil
        }
    }

    private static let brands: [String: SourceFormat] = [
        "avif": .avif, "avis": .avif, "heic": .heif, "heix": .heif, "hevc": .heif, "heim": .heif, "heis": .heif,
        "mif1": .heif, "msf1": .heif,
    ]

    /// The format that an output without one is written in: the source's own, where it can be written.
    var outputFormat: ImageFormat? {
        switch self {
        case .jpeg: .jpeg
        case .png: .png
        case .webp: .webp
        case .gif: .gif
        case .tiff: .tiff
        case .avif: .avif
        case .bmp: .bmp
        case .heif: nil
        }
    }

    /// The libvips operation that reads the format from a `Source`; nil where none may be trusted to.
    var loader: String? {
        switch self {
        case .jpeg: "jpegload_source"
        case .png: "pngload_source"
        case .webp: "webpload_source"
        case .gif: "gifload_source"
        case .tiff: "tiffload_source"
        case .heif, .avif: "heifload_source"
        case .bmp: nil
        }
    }

    /// The factors by which the loader can reduce while it decodes.
    var shrinks: [Int] {
        switch self {
        case .jpeg, .webp: [1, 2, 4, 8]
        default: [1]
        }
    }
}
