/// The attributes of a spec that django-imagekit does not have. An extension at its default does not change the hash.
package struct SpecExtensions: Hashable, Sendable, Codable {
    /// The colours and the colour profile of the file.
    package enum ColorProfile: String, CaseIterable, Sendable, Codable {
        /// Colours are converted to sRGB. The file has a profile only if `keepMetadata` contains `icc`.
        case srgb
        /// Grey and RGB colours are not converted. The file has a profile that describes them, unless the source is in
        /// sRGB and has no profile, or the format cannot contain a profile. CMYK is converted to RGB, and the file then
        /// has no profile.
        case keep
        /// Colours are converted to Display P3, and the file has the profile of Display P3. If the source determines
        /// the format, and this format cannot contain a profile, colours are converted to sRGB instead.
        case p3
    }

    /// What happens to a result that has more bytes than its source. The metadata of the source does not count. The
    /// choice has an effect only if the result and the source have the same format and show the same picture. It has no
    /// effect if the source is in CMYK or is not upright.
    package enum LargerResult: String, CaseIterable, Sendable, Codable {
        case keepResult = "keep-result"
        /// The cache file is a copy of the source without metadata. With `ColorProfile.keep`, the copy has the colour
        /// profile of the source.
        case keepOriginal = "keep-original"
    }

    /// Whether the image is turned upright before the first processor, as its EXIF orientation requires.
    package var autorotate = true
    /// Whether the file keeps all frames of an animation, if its format can contain an animation.
    package var animated = false
    package var colorProfile = ColorProfile.srgb
    /// The metadata of the source that the file keeps: each kind once, in the order of `MetadataKind.allCases`.
    package var keepMetadata: [MetadataKind] = []

    /// The maximum number of bytes of the file. If the quality of the spec gives a larger file, the file gets the
    /// highest quality that gives at most this number of bytes. If no quality does, the image fails.
    package var maxBytes: Int?
    package var ifLarger = LargerResult.keepResult
    /// Whether the manifest contains placeholders, which a page shows while the picture loads.
    package var placeholders = false
    /// Whether a page shows a placeholder of the image. The value changes neither the bytes nor the name of the file,
    /// so `changed` does not contain it.
    package var isShownWithPlaceholder = false
    /// The canvas from which the image is made. Nil means that the image is made from a source.
    package var canvas: Canvas?

    package init() {}

    /// Whether placeholders of the image are computed, for the manifest or for a page.
    package var describesPlaceholders: Bool { placeholders || isShownWithPlaceholder }

    /// The extensions that differ from their defaults, by their names in a registry.
    package var changed: [String: Value] {
        let defaults = SpecExtensions()
        var changed: [String: Value] = [:]
        if autorotate != defaults.autorotate { changed["autorotate"] = .bool(autorotate) }
        if animated != defaults.animated { changed["animated"] = .bool(animated) }
        if colorProfile != defaults.colorProfile { changed["color_profile"] = .string(colorProfile.rawValue) }
        if !keepMetadata.isEmpty {
            changed["keep_metadata"] = .tuple(keepMetadata.map { .string($0.rawValue) })
        }
        if let maxBytes { changed["max_bytes"] = .integer(maxBytes) }
        if ifLarger != defaults.ifLarger { changed["if_larger"] = .string(ifLarger.rawValue) }
        if placeholders != defaults.placeholders { changed["placeholders"] = .bool(placeholders) }
        if let canvas { changed["canvas"] = canvas.value }
        return changed
    }
}
