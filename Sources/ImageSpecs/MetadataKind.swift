/// A part of a source's metadata that a spec may keep; all else is gone.
package enum MetadataKind: String, CaseIterable, Sendable, Codable {
    /// EXIF's `Copyright` and `Artist` alone.
    case copyright
    /// EXIF, but for places (`gps`), the orientation, which is followed, and the camera maker's own notes.
    case exif
    /// EXIF's and XMP's places. XMP's need `xmp` too.
    case gps
    /// The profile that the pixels are in: sRGB's, where they are converted to sRGB.
    case icc
    case iptc
    case xmp
}
