/// The meaning of the components of a JPEG.
package enum JPEGColorSpace: Sendable {
    case grey
    /// YCbCr as in ITU-R BT.601, with the full range (JFIF 1.02, clause 7).
    case yCbCr
    case rgb
    /// Inverted inks: 255 means no ink. The decoder accepts inks only in files with Adobe's segment, because programs
    /// do not agree whether the inks are inverted in files without this segment.
    case invertedCMYK
    /// YCbCr and inverted black. If YCbCr is converted to RGB, the complement of RGB equals the first three components
    /// of `invertedCMYK`.
    case invertedYCCK

    /// Whether a component is a colour difference (Cb or Cr).
    package func isDifference(_ component: Int) -> Bool {
        switch self {
        case .yCbCr, .invertedYCCK: component == 1 || component == 2
        case .grey, .rgb, .invertedCMYK: false
        }
    }
}
