/// What a spec can say that django-imagekit cannot. At its default an extension leaves the hash as it is.
package struct SpecExtensions: Hashable, Sendable, Codable {
    package enum ColorProfile: String, CaseIterable, Sendable, Codable {
        /// Colours are converted to sRGB and the profile is dropped.
        case srgb
        /// Pixels stay as they are stored, and their profile goes with them.
        case keep
        /// Colours are converted to Display P3, whose profile goes into the file.
        case p3
    }

    /// What becomes of a picture that comes out larger than its source, which has the same format and size.
    package enum LargerResult: String, CaseIterable, Sendable, Codable {
        case keepResult = "keep-result"
        /// The source's bytes, without metadata, are the cache file.
        case keepOriginal = "keep-original"
    }

    /// Turn the image upright as its EXIF orientation asks, before the processors.
    package var autorotate = true
    /// Keep all the frames of an animation, where the format has frames.
    package var animated = false
    package var colorProfile = ColorProfile.srgb
    /// What of the source's metadata goes into the file; each kind once, in the order of `MetadataKind.allCases`.
    package var keepMetadata: [MetadataKind] = []

    /// The highest quality is taken that comes within so many bytes.
    package var maxBytes: Int?
    package var ifLarger = LargerResult.keepResult
    /// Describe the picture in the manifest by what a page shows while it loads.
    package var placeholders = false
    /// What the image is made from in the place of a source.
    package var canvas: Canvas?

    package init() {}

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
