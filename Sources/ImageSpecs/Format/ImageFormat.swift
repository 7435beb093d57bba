/// A file format that images are written in, by Pillow's name.
package enum ImageFormat: String, CaseIterable, Sendable, Codable {
    case jpeg = "JPEG"
    case png = "PNG"
    case gif = "GIF"
    case webp = "WEBP"
    case tiff = "TIFF"
    case bmp = "BMP"
    case avif = "AVIF"
    case jpeg2000 = "JPEG2000"
    case jxl = "JXL"

    /// By Pillow's name in any letter case.
    package init?(name: String) {
        self.init(rawValue: name.uppercased())
    }

    /// The file extensions that Pillow knows for the format; the first is the one PILKit gives a new file
    /// (`pilkit.utils.format_to_extension`). Pillow has none for JPEG XL.
    package var extensions: [String] {
        switch self {
        case .jpeg: [".jpg", ".jpeg", ".jpe", ".jfif"]
        case .png: [".png", ".apng"]
        case .gif: [".gif"]
        case .webp: [".webp"]
        case .tiff: [".tif", ".tiff"]
        case .bmp: [".bmp"]
        case .avif: [".avif", ".avifs"]
        case .jpeg2000: [".jp2", ".j2k", ".jpc", ".jpf", ".jpx", ".j2c"]
        case .jxl: [".jxl"]
        }
    }

    package var mimeType: String {
        switch self {
        case .jpeg: "image/jpeg"
        case .png: "image/png"
        case .gif: "image/gif"
        case .webp: "image/webp"
        case .tiff: "image/tiff"
        case .bmp: "image/bmp"
        case .avif: "image/avif"
        case .jpeg2000: "image/jp2"
        case .jxl: "image/jxl"
        }
    }

    /// Whether a file holds frames that follow one another in time.
    package var isAnimated: Bool { self == .gif || self == .webp }

    /// Whether a file can be made smaller by a lower quality.
    package var hasQuality: Bool {
        switch self {
        case .jpeg, .webp, .avif, .jpeg2000, .jxl: true
        case .png, .gif, .tiff, .bmp: false
        }
    }

    /// Whether a source of the format can be taken as it is, but for its metadata.
    package var isCopiedWithoutMetadata: Bool {
        switch self {
        case .jpeg, .png, .gif, .webp: true
        case .tiff, .bmp, .avif, .jpeg2000, .jxl: false
        }
    }

    /// Whether a file says in which colour space its numbers are.
    package var holdsProfile: Bool { metadataKinds.contains(.icc) }

    /// What a file can hold of a source's metadata, as libvips 8.14 and later write it.
    package var metadataKinds: [MetadataKind] {
        switch self {
        case .jpeg: MetadataKind.allCases
        case .webp, .avif: [.copyright, .exif, .gps, .icc, .xmp]
        case .tiff: [.icc, .iptc, .xmp]
        case .png: [.icc, .xmp]
        case .jxl: [.icc]
        case .gif, .bmp, .jpeg2000: []
        }
    }

    /// The extension for a file of this format that is made from a source of this name: the source's own where it
    /// names the same format, in the source's letter case (`pilkit.utils.suggest_extension`).
    package func suggestedExtension(forSource name: String) -> String {
        let own = SourceName.splitExtension(name).extension
        return extensions.contains(own.lowercased()) ? own : extensions[0]
    }
}
