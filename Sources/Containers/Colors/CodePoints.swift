/// A colour space as coding-independent code points (ITU-T H.273), which are numbers for the primaries and the transfer
/// curve. PNG stores them in the chunk `cICP`, AVIF and HEIC in a box `colr` of the type `nclx`, and AV1 in the
/// sequence header.
package struct CodePoints: Equatable, Sendable {
    /// The colour primaries (H.273, 8.1).
    package let primaries: Int
    /// The transfer characteristics (H.273, 8.2).
    package let transfer: Int
    /// Whether samples use their full range. Otherwise, black is 16 and white is 235 (for samples of 8 bits).
    package let isFullRange: Bool

    package init(primaries: Int, transfer: Int, isFullRange: Bool) {
        self.primaries = primaries
        self.transfer = transfer
        self.isFullRange = isFullRange
    }
}
