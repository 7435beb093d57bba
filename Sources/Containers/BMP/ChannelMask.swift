/// The bits of a pixel that hold one channel.
package struct ChannelMask: Equatable {
    package let mask: UInt32
    private let shift: UInt32
    /// The largest value of the channel.
    private let maxValue: UInt32

    package init(_ mask: UInt32) {
        self.mask = mask
        shift = mask == 0 ? 0 : UInt32(mask.trailingZeroBitCount)
        maxValue = mask >> shift
    }

    /// Returns the channel's value, scaled to 0…255 and rounded. It is 0 for a channel without bits.
    package func value(of pixel: UInt32) -> UInt8 {
        guard maxValue != 255 else { return UInt8(truncatingIfNeeded: (pixel & mask) >> shift) }
        guard maxValue != 0 else { return 0 }
        let value = UInt64((pixel & mask) >> shift)
        return UInt8(truncatingIfNeeded: (value * 255 + UInt64(maxValue) / 2) / UInt64(maxValue))
    }
}
