/// Pillow's integer arithmetic for 8-bit samples (`ImagingUtils.h`), with the same results to the last bit.
package enum Blending {
    /// Returns `value / 255`, rounded (macro `DIV255`).
    static func dividedBy255(_ value: Int) -> Int {
        let biased = value + 128
        return ((biased >> 8) + biased) >> 8
    }

    /// Returns `over` if the mask is 255, `under` if it is 0, and a mixture for values in between (macro `BLEND`).
    package static func blend(_ under: UInt8, _ over: UInt8, mask: UInt8) -> UInt8 {
        UInt8(truncatingIfNeeded: dividedBy255(Int(under) * (255 - Int(mask)) + Int(over) * Int(mask)))
    }

    /// Composites an RGBA pixel over the pixel at `index` (`AlphaComposite.c`).
    package static func compose(_ samples: inout [UInt8], at index: Int, _ over: ArraySlice<UInt8>) {
        let alpha = over.last.map(Int.init) ?? 0
        guard alpha > 0 else { return }
        let precision = 7
        let sum = alpha * 255 + Int(samples[index + 3]) * (255 - alpha)
        let overShare = alpha * 255 * 255 * (1 << precision) / sum
        let underShare = 255 * (1 << precision) - overShare
        for (band, value) in over.dropLast().enumerated() {
            let mixed = Int(value) * overShare + Int(samples[index + band]) * underShare + (0x80 << precision)
            samples[index + band] = UInt8(truncatingIfNeeded: (((mixed >> 8) + mixed) >> 8) >> precision)
        }
        samples[index + 3] = UInt8(truncatingIfNeeded: dividedBy255(sum))
    }

    /// Returns the grey of a colour, with the weights of Pillow's `convert("L")` (macro `L24`).
    package static func luma(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> UInt8 {
        UInt8(truncatingIfNeeded: (Int(red) * 19595 + Int(green) * 38470 + Int(blue) * 7471 + 0x8000) >> 16)
    }
}
