/// A file format that imagekit reads or writes. The raw value is the name in a registry; it is Pillow's name if Pillow
/// knows the format. The cases are in the order of the documentation.
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
    case heic = "HEIC"
    case ico = "ICO"
    case cur = "CUR"
    case svg = "SVG"
    case pdf = "PDF"

    var facts: FormatFacts {
        switch self {
        case .jpeg: .jpeg
        case .png: .png
        case .gif: .gif
        case .webp: .webp
        case .tiff: .tiff
        case .bmp: .bmp
        case .avif: .avif
        case .jpeg2000: .jpeg2000
        case .jxl: .jxl
        case .heic: .heic
        case .ico: .ico
        case .cur: .cur
        case .svg: .svg
        case .pdf: .pdf
        }
    }
}

extension ImageFormat {
    /// The formats in which imagekit can write images.
    package static let written = allCases.filter(\.isWritten)

    /// The formats that are read without `allow_loaders`.
    package static let trusted = allCases.filter { $0.isRead && $0.untrustedLoader == nil }

    /// Finds a written format by its raw value or by a file extension such as `jpg`, in any letter case.
    package init?(name: String) {
        if let format = ImageFormat(rawValue: name.uppercased()), format.isWritten {
            self = format
            return
        }
        let suffix = "." + name.lowercased()
        guard let format = ImageFormat.written.first(where: { $0.extensions.contains(suffix) }) else { return nil }
        self = format
    }

    /// Recognizes the format of a file. If libvips did this, it would try all of its loaders, and some loaders are
    /// unsafe for untrusted files.
    package init?(_ head: FileHead) {
        guard let format = Self.allCases.first(where: { $0.facts.recognizes(head) }) else { return nil }
        self = format
    }

    /// The names of the format: the raw value, and then the file extensions that differ from it, in capitals.
    package var names: [String] {
        [rawValue] + extensions.map { $0.dropFirst().uppercased() }.filter { $0 != rawValue }
    }

    package var isRead: Bool { facts.reader != .none }
    package var isWritten: Bool { facts.writer != .none }

    /// The name of the loader of libvips, such as "jpeg"; nil if libvips does not read the format.
    package var libvipsLoader: String? { if case .libvips(let name, _) = facts.reader { name } else { nil } }

    /// The name of the saver of libvips, such as "jpeg"; nil if libvips does not write the format.
    package var libvipsSaver: String? { if case .libvips(let name) = facts.writer { name } else { nil } }

    /// The name of the loader in `allow_loaders`, if libvips marks the loader as unsafe for untrusted files; nil for
    /// all other formats.
    package var untrustedLoader: String? {
        if case .libvips(let name, isTrusted: false) = facts.reader { name } else { nil }
    }

    package var extensions: [String] { facts.extensions }
    package var mimeType: String { facts.mimeType }
    package var transparency: FormatFacts.Transparency { facts.transparency }
    package var maxSide: Int? { facts.maxSide }
    package var readsFrames: Bool { facts.readsFrames }
    package var isAnimated: Bool { facts.isAnimated }
    package var hasQuality: Bool { facts.hasQuality }
    package var isCopiedWithoutMetadata: Bool { facts.isCopiedWithoutMetadata }
    package var metadataKinds: [MetadataKind] { facts.metadataKinds }
    /// Whether a file can contain a colour profile.
    package var holdsProfile: Bool { metadataKinds.contains(.icc) }

    package var saveOptions: [SaveOption] { isWritten ? facts.options + [.vips] : [] }

    /// Returns the option with this name, or nil if the format does not have it.
    package func saveOption(_ name: String) -> SaveOption? { saveOptions.first { $0.name == name } }

    /// Returns the extension of a file in this format that is made from a source. If the extension of the source
    /// belongs to this format, the result is this extension, in the same letter case
    /// (`pilkit.utils.suggest_extension`).
    package func suggestedExtension(forSource name: String) -> String {
        let own = SourceName.splitExtension(name).extension
        return extensions.contains(own.lowercased()) ? own : extensions[0]
    }
}
