/// A property of a source that decides whether a fixed fault affects its images.
package enum SourceTrait: String, CaseIterable, Sendable {
    /// The source contains a colour profile.
    case profile
    /// The source is in CMYK.
    case inks
    case sixteenBits
    /// Chunks of the source describe its colours without a profile.
    case describedColors
    /// The length of a side is not a multiple of 8. Decoders reduce by factors of up to 8, so such a side is not
    /// divided evenly.
    case unevenSides
    /// The source has extra samples, YCbCr samples, or samples that are not unsigned integers.
    case unusualSamples
    /// The source has several frames.
    case frames
    /// The pixels of the source can be transparent.
    case transparency

    /// The name in the documentation, such as "with a profile".
    package var summary: String {
        switch self {
        case .profile: "with a profile"
        case .inks: "CMYK"
        case .sixteenBits: "16 bits"
        case .describedColors: "with `cICP`, `gAMA`, or `cHRM`"
        case .unevenSides: "a side is not a multiple of 8"
        case .unusualSamples: "extra samples, YCbCr, or floats"
        case .frames: "animated"
        case .transparency: "with transparency"
        }
    }
}
