/// Colours as coding-independent code points (ITU-T H.273): the numbers of a table for the primaries and another for the
/// curve. PNG has them in its chunk `cICP`, AVIF and HEIC in a box `nclx`, AV1 in the header of a sequence.
package struct CodePoints: Equatable, Sendable {
    /// H.273, 8.1.
    package let primaries: Int
    /// H.273, 8.2.
    package let transfer: Int
    /// Samples use all of their range. If not, 16 is black and 235 white (of 8 bits).
    package let isFullRange: Bool

    package init(primaries: Int, transfer: Int, isFullRange: Bool) {
        self.primaries = primaries
        self.transfer = transfer
        self.isFullRange = isFullRange
    }
}
