/// A file format that images are read from.
package enum SourceFormat: String, CaseIterable, Sendable, Codable {
    case jpeg = "JPEG"
    case png = "PNG"
    case webp = "WEBP"
    case gif = "GIF"
    case tiff = "TIFF"
    case heic = "HEIC"
    case avif = "AVIF"
    case bmp = "BMP"
    case ico = "ICO"
    case cur = "CUR"
    case svg = "SVG"
    case pdf = "PDF"
    case jpeg2000 = "JPEG2000"
    case jxl = "JXL"

    /// The name in `allow_loaders` of a loader that libvips marks as unsafe for untrusted files; nil for a format that is
    /// always read.
    package var untrustedLoader: String? {
        switch self {
        case .svg: "svg"
        case .pdf: "pdf"
        case .jpeg2000: "jp2k"
        case .jxl: "jxl"
        case .jpeg, .png, .webp, .gif, .tiff, .heic, .avif, .bmp, .ico, .cur: nil
        }
    }

    /// The formats that are always read.
    package static let trusted = allCases.filter { $0.untrustedLoader == nil }
}
