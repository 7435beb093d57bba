import Containers
import Pictures
import Vips

extension AnimatedPNG {
    /// Draws all frames, one below the other. Each drawn frame is the complete canvas at the time when the frame is
    /// shown. The result has alpha if a pixel is not opaque. It is grey if all frames are grey.
    /// - Parameter decode: decodes the file of one frame to a picture of 8 bits.
    func strip(decode: ([UInt8]) throws -> Image) throws -> Image {
        var canvas = Pixels(
            width: size.width,
            height: size.height,
            bands: 4,
            samples: [UInt8](repeating: 0, count: size.area * 4)
        )
        var isGrey = true
        var seen: [UInt8] = []
        seen.reserveCapacity(size.area * 4 * frames.count)
        for frame in frames {
            let before = frame.disposal == .restore ? canvas : nil
            let decoded = try decode(file(of: frame))
            isGrey = isGrey && decoded.bands < 3
            canvas.put(try decoded.withColorBands().withAlphaBand().pixels(), frame)
            seen += canvas.samples
            if let before {
                canvas = before
            } else if frame.disposal == .clear {
                canvas.clear(frame)
            }
        }
        let strip = try Image(Pixels(width: size.width, height: size.height * frames.count, bands: 4, samples: seen))
        let isOpaque = stride(from: 3, to: seen.count, by: 4).allSatisfy { seen[$0] == 255 }
        let visible = isOpaque ? try strip.withoutAlphaBand() : strip
        return isGrey ? try visible.greyOfColors() : visible
    }
}

extension Pixels {
    fileprivate mutating func put(_ pixels: Pixels, _ frame: AnimatedPNG.Frame) {
        for row in 0..<frame.size.height {
            let source = row * frame.size.width * 4
            let target = ((frame.top + row) * width + frame.left) * 4
            let length = frame.size.width * 4
            if frame.isBlended {
                for offset in stride(from: 0, to: length, by: 4) {
                    let over = source + offset
                    blend(pixels.samples[over..<over + 4], at: target + offset)
                }
            } else {
                samples.replaceSubrange(target..<target + length, with: pixels.samples[source..<source + length])
            }
        }
    }

    /// Composites `over` over the pixel at `index` with the formula of PNG (third edition, 13.16). The colours of both
    /// pixels are not premultiplied.
    private mutating func blend(_ over: ArraySlice<UInt8>, at index: Int) {
        let opacity = Int(over[over.startIndex + 3])
        let (upper, lower) = (opacity * 255, Int(samples[index + 3]) * (255 - opacity))
        let alpha = upper + lower
        guard alpha > 0 else { return }
        for band in 0..<3 {
            let sum = Int(over[over.startIndex + band]) * upper + Int(samples[index + band]) * lower
            samples[index + band] = UInt8((sum + alpha / 2) / alpha)
        }
        samples[index + 3] = UInt8((alpha + 127) / 255)
    }

    fileprivate mutating func clear(_ frame: AnimatedPNG.Frame) {
        for row in frame.top..<frame.top + frame.size.height {
            let start = (row * width + frame.left) * 4
            for index in start..<start + frame.size.width * 4 { samples[index] = 0 }
        }
    }
}
