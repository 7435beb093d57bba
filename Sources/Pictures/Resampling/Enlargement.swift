import ResamplingKernels
import Vips

/// Pillow's resampling with a three-lobed Lanczos filter (`Resample.c`), with the same results to the last bit. This
/// type is used to enlarge pictures, because libvips enlarges with a cubic filter, whose result is softer.
enum Enlargement {
    private static let precision = 22

    /// - Parameter hasAlpha: whether the last band is alpha. With alpha, the resampling weights colours by alpha.
    static func resampled(_ pixels: Pixels, to target: Size, hasAlpha: Bool) -> Pixels {
        var result = hasAlpha ? pixels.premultiplied() : pixels
        // The order of the passes affects the result, because each pass rounds. Begin with the vertical pass if the
        // height shrinks and this pass leaves fewer samples than a horizontal pass. Pillow 13 uses the same order if a
        // side grows, as it always does here.
        let (horizontalFirst, verticalFirst) = (target.width * pixels.height, target.height * pixels.width)
        let isVerticalFirst = target.height < pixels.height && verticalFirst < horizontalFirst
        if isVerticalFirst { result = vertically(result, to: target.height) }
        if target.width != result.width { result = horizontally(result, to: target.width) }
        if target.height != result.height { result = vertically(result, to: target.height) }
        return hasAlpha ? result.unpremultiplied() : result
    }

    /// A window whose weights are integers with 22 fractional bits.
    ///
    /// Vectors of 32-bit numbers are slow to multiply on processors without SSE 4.1. So each weight consists of two
    /// parts of 16 bits: `weight = high << 11 + low`. The samples are multiplied by both parts. Weights have at most 23
    /// bits and a sign, so both parts fit.
    private struct Window {
        let first: Int
        let count: Int
        /// The parts of the weights of pairs of samples. If the number of samples is odd, the last pair has a zero.
        let high: [SIMD16<Int16>]
        let low: [SIMD16<Int16>]

        static let lowBits: Int32 = 11

        init(_ window: LanczosWindow) {
            first = window.first
            var weights = window.weights.map { weight in
                Int32((weight * Double(1 << precision)).rounded(.toNearestOrAwayFromZero))
            }
            count = weights.count
            if !weights.count.isMultiple(of: 2) { weights.append(0) }
            func pairs(_ part: (Int32) -> Int16) -> [SIMD16<Int16>] {
                stride(from: 0, to: weights.count, by: 2).map { index in
                    interleaving(SIMD8(repeating: part(weights[index])), SIMD8(repeating: part(weights[index + 1])))
                }
            }
            high = pairs { Int16($0 >> Self.lowBits) }
            low = pairs { Int16($0 & (1 << Self.lowBits - 1)) }
        }
    }

    /// The horizontal pass is a vertical pass over the transposed picture. The vertical pass is fast, because one
    /// vector operation processes eight samples that are next to each other in a row.
    private static func horizontally(_ pixels: Pixels, to width: Int) -> Pixels {
        vertically(pixels.transposed(), to: width).transposed()
    }

    private static func vertically(_ pixels: Pixels, to height: Int) -> Pixels {
        let row = pixels.width * pixels.bands
        let windows = LanczosWindow.windows(from: pixels.height, to: height)
        // The loop reads and writes eight samples at a time, so there is room for seven more samples after the last
        // row.
        let source = pixels.samples + [UInt8](repeating: 0, count: 7)
        let samples = [UInt8](unsafeUninitializedCapacity: row * height + 7) { result, count in
            source.withUnsafeBufferPointer { source in
                guard let source = source.baseAddress, let result = result.baseAddress else { return }
                for (index, window) in windows.map(Window.init).enumerated() {
                    precondition(window.first >= 0 && window.first + window.count <= pixels.height)
                    add(source + window.first * row, row, window, to: result + index * row)
                }
            }
            count = row * height
        }
        return Pixels(width: pixels.width, height: height, bands: pixels.bands, samples: samples)
    }

    /// Computes a row of the result.
    /// - Parameters:
    ///   - source: the first row of the window. The loop can read up to seven samples after the last row of the window.
    ///   - count: the number of samples in a row.
    ///   - row: the result. There is room for seven more samples after the row.
    private static func add(
        _ source: UnsafePointer<UInt8>,
        _ count: Int,
        _ window: Window,
        to row: UnsafeMutablePointer<UInt8>
    ) {
        let half = SIMD8<Int32>(repeating: 1 << Int32(precision - 1))
        window.high.withUnsafeBufferPointer { high in
            window.low.withUnsafeBufferPointer { low in
                for column in stride(from: 0, to: count, by: 8) {
                    var (highSum, lowSum) = (SIMD8<Int32>(), half)
                    for pair in 0..<high.count {
                        let upper = source + (2 &* pair &* count &+ column)
                        // The last pair can have only one row. Then its second weight is 0, so the first row can
                        // replace the missing row.
                        let lower = 2 &* pair &+ 1 < window.count ? upper + count : upper
                        let samples = UInt8.lanes(
                            interleaving(
                                UnsafeRawPointer(upper).loadUnaligned(as: SIMD8<UInt8>.self),
                                UnsafeRawPointer(lower).loadUnaligned(as: SIMD8<UInt8>.self)
                            )
                        )
                        highSum = UInt8.adding(samples, times: high[pair], to: highSum)
                        lowSum = UInt8.adding(samples, times: low[pair], to: lowSum)
                    }
                    let sum = (highSum &<< Window.lowBits &+ lowSum) &>> Int32(precision)
                    let clamped = sum.clamped(lowerBound: SIMD8(repeating: 0), upperBound: SIMD8(repeating: 255))
                    UnsafeMutableRawPointer(row + column)
                        .storeBytes(of: SIMD8<UInt8>(truncatingIfNeeded: clamped), as: SIMD8<UInt8>.self)
                }
            }
        }
    }
}

extension Pixels {
    /// The picture with columns and rows exchanged.
    fileprivate func transposed() -> Pixels {
        // Process the pixels in squares, because a square stays in the cache of the processor while it is read by
        // columns and written by rows.
        let side = 16
        let transposed = [UInt8](unsafeUninitializedCapacity: samples.count) { result, count in
            samples.withUnsafeBufferPointer { samples in
                precondition(samples.count == width * height * bands && result.count >= samples.count)
                for top in stride(from: 0, to: height, by: side) {
                    for left in stride(from: 0, to: width, by: side) {
                        for column in left..<min(left + side, width) {
                            for row in top..<min(top + side, height) {
                                let (from, to) = (row &* width &+ column, column &* height &+ row)
                                for band in 0..<bands { result[to &* bands &+ band] = samples[from &* bands &+ band] }
                            }
                        }
                    }
                }
            }
            count = samples.count
        }
        return Pixels(width: height, height: width, bands: bands, samples: transposed)
    }

    /// Multiplies colours by alpha, as Pillow's `rgbA2rgba` does.
    fileprivate func premultiplied() -> Pixels {
        mappingColors { color, alpha in Blending.dividedBy255(color * alpha) }
    }

    /// Divides colours by alpha, as Pillow's `rgba2rgbA` does.
    fileprivate func unpremultiplied() -> Pixels {
        mappingColors { color, alpha in alpha == 0 ? color : min(255, 255 * color / alpha) }
    }

    private func mappingColors(_ change: (_ color: Int, _ alpha: Int) -> Int) -> Pixels {
        var result = self
        result.samples.withUnsafeMutableBufferPointer { samples in
            for pixel in stride(from: 0, to: samples.count, by: bands) {
                let alpha = Int(samples[pixel + bands - 1])
                for index in pixel..<pixel + bands - 1 {
                    samples[index] = UInt8(change(Int(samples[index]), alpha))
                }
            }
        }
        return result
    }
}
