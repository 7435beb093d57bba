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
        }
    }
}

extension ImageFormat {
    /// By Pillow's name in any letter case.
    package init?(name: String) {
        self.init(rawValue: name.uppercased())
    }

    package var extensions: [String] { facts.extensions }
    package var mimeType: String { facts.mimeType }
    package var transparency: FormatFacts.Transparency { facts.transparency }
    package var isAnimated: Bool { facts.isAnimated }
    package var hasQuality: Bool { facts.hasQuality }
    package var isCopiedWithoutMetadata: Bool { facts.isCopiedWithoutMetadata }
    package var metadataKinds: [MetadataKind] { facts.metadataKinds }
    /// Whether a file says in which colour space its numbers are.
    package var holdsProfile: Bool { metadataKinds.contains(.icc) }

    package var saveOptions: [SaveOption] { facts.options + [.vips] }

    /// The option of that name; nil if the format has none.
    package func saveOption(_ name: String) -> SaveOption? { saveOptions.first { $0.name == name } }

    /// The extension for a file of this format that is made from a source of this name: the source's own if it names the
    /// same format, in the source's letter case (`pilkit.utils.suggest_extension`).
    package func suggestedExtension(forSource name: String) -> String {
        let own = SourceName.splitExtension(name).extension
        return extensions.contains(own.lowercased()) ? own : extensions[0]
    }
}
