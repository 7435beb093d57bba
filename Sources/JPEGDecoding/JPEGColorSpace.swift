/// The meaning of the components of a JPEG.
package enum JPEGColorSpace: Sendable {
    case grey
    /// YCbCr as in ITU-R BT.601, with the full range (JFIF 1.02, clause 7).
    case yCbCr
    case rgb
    /// Inverted inks: 255 means no ink. Only files with Adobe's segment have this colour space. Without this segment,
    /// programs do not agree whether the inks are inverted.
    case invertedCMYK
    /// YCbCr and inverted black. The complement of the colour in YCbCr is the first three components of `invertedCMYK`.
    case invertedYCCK

    /// Whether a component is a colour difference (Cb or Cr).
    package func isDifference(_ component: Int) -> Bool {
        switch self {
        case .yCbCr, .invertedYCCK: component == 1 || component == 2
        case .grey, .rgb, .invertedCMYK: false
        }
    }
}
