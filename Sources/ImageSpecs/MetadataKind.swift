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
        case .exif: "EXIF, except locations, maker notes, and the orientation, because the image is upright"
        case .gps: "the locations in EXIF and, together with `xmp`, in XMP"
        case .icc:
            "the profile of the resulting colours; with `\"color_profile\"` `\"keep\"` and `\"p3\"`, it is always written"
        case .iptc: "IPTC"
        case .xmp: "XMP, without locations"
        }
    }
}
