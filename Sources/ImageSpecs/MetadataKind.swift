/// A part of a source's metadata that a spec can keep. All other metadata is removed.
package enum MetadataKind: String, CaseIterable, Sendable, Codable {
    case copyright
    case exif
    case gps
    case icc
    case iptc
    case xmp

    /// The description for the documentation.
    package var summary: String {
        switch self {
        case .copyright: "the copyright and artist in EXIF"
        case .exif:
            "EXIF without its locations, maker notes, and orientation (by default, the image is already upright)"
        case .gps: "the locations in EXIF; with `xmp`, also the locations in XMP"
        case .icc:
            "the profile of the resulting colours; if `color_profile` is `\"keep\"` or `\"p3\"`, the file has it without `icc` too"
        case .iptc: "IPTC"
        case .xmp: "XMP without its orientation; its locations (names that begin with `GPS`) only together with `gps`"
        }
    }
}
