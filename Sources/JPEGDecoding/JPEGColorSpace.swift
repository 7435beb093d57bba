/// What the components of a JPEG are.
package enum JPEGColorSpace: Sendable {
    case grey
    /// By ITU-R BT.601 with the full range (JFIF 1.02, clause 7).
    case yCbCr
    case rgb
    /// Inks, inverted: 255 is no ink. Only files with Adobe's segment have them. Without it, programs do not agree whether the
    /// inks are inverted.
    case invertedCMYK
    /// The YCbCr of a colour whose complement is `invertedCMYK`, then black.
    case invertedYCCK

    /// Whether a component is a colour difference (Cb or Cr).
    package func isDifference(_ component: Int) -> Bool {
        switch self {
        case .yCbCr, .invertedYCCK: component == 1 || component == 2
        case .grey, .rgb, .invertedCMYK: false
        }
    }
}
