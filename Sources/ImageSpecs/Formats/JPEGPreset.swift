/// Pillow's named qualities for JPEG (`PIL.JpegPresets`).
///
/// Pillow uses Photoshop's quantization tables, but libvips can use only the tables of libjpeg. So `quality` is the
/// value with which libvips writes files of the same size as Pillow: the median of the values for six photographs. The
/// subsampling is the same as in Pillow.
package enum JPEGPreset: String, CaseIterable, Sendable {
    case webLow = "web_low"
    case webMedium = "web_medium"
    case webHigh = "web_high"
    case webVeryHigh = "web_very_high"
    case webMaximum = "web_maximum"
    case low
    case medium
    case high
    case maximum

    package var quality: Int {
        switch self {
        case .webLow: 34
        case .webMedium: 60
        case .webHigh, .high: 82
        case .webVeryHigh, .maximum: 93
        case .webMaximum: 99
        case .low: 65
        case .medium: 75
        }
    }

    /// Whether the chroma has half of the resolution of the luma.
    package var isSubsampled: Bool {
        switch self {
        case .webLow, .webMedium, .low, .medium: true
        case .webHigh, .webVeryHigh, .webMaximum, .high, .maximum: false
        }
    }
}
