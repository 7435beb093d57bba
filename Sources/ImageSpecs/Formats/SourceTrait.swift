/// A property of a source that decides whether a fixed fault concerned its images.
package enum SourceTrait: String, CaseIterable, Sendable {
    /// It contains a colour profile.
    case profile
    /// It consists of inks (CMYK).
    case inks
    case sixteenBits
    /// Chunks describe its colours by numbers.
    case describedColors
    /// One of its sides is no multiple of 8, by which decoders reduce it.
    case unevenSides
    /// It has more samples than its colours, or samples that are not colours of 8 or 16 bits as they are.
    case unusualSamples
    /// It has frames.
    case frames
    /// Its pixels can be transparent.
    case transparency

    /// The name in the documentation, such as "with a profile".
    package var summary: String {
        switch self {
        case .profile: "with a profile"
        case .inks: "CMYK"
        case .sixteenBits: "16 bits"
        case .describedColors: "with `cICP`, `gAMA` or `cHRM`"
        case .unevenSides: "a side is no multiple of 8"
        case .unusualSamples: "extra samples, YCbCr, or floats"
        case .frames: "animated"
        case .transparency: "with transparency"
        }
    }
}
