import Vips

/// Floyd–Steinberg error diffusion, in Pillow's integer form (`Convert.c`).
enum Dithering {
    /// Reduces grey to 0 and 255, as Pillow's `tobilevel` does.
    static func bilevel(_ pixels: Pixels) -> Pixels {
        diffused(pixels) { value in value > 128 ? 255 : 0 }
    }

    /// Reduces RGB to the web palette, as Pillow's `topalette` does. Each sample of its colours is a multiple of 51.
    static func webPalette(_ pixels: Pixels) -> Pixels {
        diffused(pixels) { value in (value + 25) / 51 * 51 }
    }

    /// Diffuses each band separately. The error of a pixel is added to its neighbours: 7/16 to the right neighbour, and
    /// 3/16, 5/16 and 1/16 to the three neighbours in the row below.
    private static func diffused(_ pixels: Pixels, to nearest: (Int) -> Int) -> Pixels {
        var result = pixels
        for band in 0..<pixels.bands {
            var errors = [Int](repeating: 0, count: pixels.width + 1)
            for row in 0..<pixels.height {
                var (carried, below, previous) = (0, 0, 0)
                for column in 0..<pixels.width {
                    let index = (row * pixels.width + column) * pixels.bands + band
                    let value = min(255, max(0, Int(pixels.samples[index]) + (carried + errors[column + 1]) / 16))
                    let chosen = nearest(value)
                    result.samples[index] = UInt8(chosen)
                    let error = value - chosen
                    errors[column] = 3 * error + below
                    below = 5 * error + previous
                    previous = error
                    carried = 7 * error
                }
                errors[pixels.width] = below
            }
        }
        return result
    }
}
