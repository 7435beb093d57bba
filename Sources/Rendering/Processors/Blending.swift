/// Pillow's integer arithmetic on 8-bit samples (`ImagingUtils.h`), to the last bit.
enum Blending {
    /// `a / 255`, rounded (DIV255).
    static func dividedBy255(_ value: Int) -> Int {
        let biased = value + 128
        return ((biased >> 8) + biased) >> 8
    }

    /// `over` where the mask is 255, `under` where it is 0 (BLEND).
    static func blend(_ under: UInt8, _ over: UInt8, mask: UInt8) -> UInt8 {
        UInt8(truncatingIfNeeded: dividedBy255(Int(under) * (255 - Int(mask)) + Int(over) * Int(mask)))
    }

    /// The grey of a colour, as `convert("L")` weighs it (L24).
    static func luma(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> UInt8 {
        UInt8(truncatingIfNeeded: (Int(red) * 19595 + Int(green) * 38470 + Int(blue) * 7471 + 0x8000) >> 16)
    }
}
