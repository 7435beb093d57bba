import Foundation
import ImageSpecs
import Pictures
import Vips

extension SmartCrop: PictureStep {
    package func box(in picture: Picture) throws -> Box? {
        let size = Size(width: width, height: height)
        return switch interest {
        case .entropy: try picture.smartBox(size)
        case .attention: try picture.attentionBox(size)
        }
    }

    package func isNoOp(for size: Size) -> Bool { width >= size.width && height >= size.height }

    package var needsDetail: Bool { true }
}

extension Picture {
    /// `SmartCrop`: slices of the duller side go, until the size is right. Never enlarges.
    func smartBox(_ target: Size) throws -> Box {
        let target = Size(width: min(target.width, size.width), height: min(target.height, size.height))
        guard target.width > 0, target.height > 0 else {
            throw ProcessorError(description: "the image would come out \(target)")
        }
        guard target != size else { return Box(left: 0, top: 0, width: size.width, height: size.height) }
        let entropy = try EntropyMap(self)
        let horizontal = SmartCropping.kept(of: size.width, length: target.width) { start, end in
            entropy.entropy(left: start, top: 0, right: end, bottom: size.height)
        }
        let vertical = SmartCropping.kept(of: size.height, length: target.height) { start, end in
            entropy.entropy(left: 0, top: start, right: size.width, bottom: end)
        }
        return Box(
            left: horizontal.lowerBound,
            top: vertical.lowerBound,
            width: horizontal.count,
            height: vertical.count
        )
    }
}

/// PILKit's whittling (`pilkit.processors.crop.SmartCrop`), along one axis.
enum SmartCropping {
    /// - Parameter entropy: of the slice from one place to another, over the whole of the other axis.
    /// - Returns: `length` places out of `total`.
    static func kept(of total: Int, length: Int, entropy: (Int, Int) -> Double) -> Range<Int> {
        var (start, end) = (0, total)
        var surplus = total - length
        while surplus > 0 {
            let slice = min(surplus, max(surplus / 5, 10))
            let (add, remove) = trim(
                entropy(start, start + slice),
                entropy(end - slice, end),
                slice: slice,
                surplus: surplus
            )
            start += add
            end -= remove
            surplus -= add + remove
        }
        return start..<end
    }

    /// How much goes from the start and from the end.
    private static func trim(_ first: Double, _ last: Double, slice: Int, surplus: Int) -> (Int, Int) {
        if last != 0, abs(first / last - 1) < 0.01 {
            // As good as equal: both sides give.
            if surplus >= slice * 2 { return (slice, slice) }
            return (slice / 2, slice - slice / 2)
        }
        return first > last ? (0, slice) : (slice, 0)
    }
}

/// Pillow's `Image.entropy` of rectangles of a picture, in bits: of the histograms of all bands in a row.
struct EntropyMap {
    private let pixels: Pixels
    /// Bands that the mode has and the picture goes without: opaque alpha.
    private let opaqueBands: Int

    init(_ picture: Picture) throws {
        if picture.mode == .palette {
            // Pillow counts places in the palette; one band of numbers for the colours counts the same.
            pixels = try picture.image.pixels().numberingColors()
            opaqueBands = 0
        } else {
            pixels = try picture.image.pixels()
            opaqueBands = picture.mode == .rgba ? 4 - pixels.bands : 0
        }
    }

    func entropy(left: Int, top: Int, right: Int, bottom: Int) -> Double {
        var histogram = [Int](repeating: 0, count: 256 * pixels.bands)
        pixels.samples.withUnsafeBufferPointer { samples in
            for row in top..<bottom {
                var index = (row * pixels.width + left) * pixels.bands
                for _ in left..<right {
                    for band in 0..<pixels.bands {
                        histogram[band << 8 | Int(samples[index])] += 1
                        index += 1
                    }
                }
            }
        }
        let area = (right - left) * (bottom - top)
        let counts = histogram.filter { $0 > 0 } + [Int](repeating: area, count: opaqueBands)
        let total = Double(area * (pixels.bands + opaqueBands))
        return -counts.reduce(0.0) { sum, count in
            let share = Double(count) / total
            return sum + share * log2(share)
        }
    }
}

extension Pixels {
    /// One band with a number for each colour, in the order of their first appearance. At most 256 are told apart.
    fileprivate func numberingColors() -> Pixels {
        var numbers: [UInt32: UInt8] = [:]
        var samples = [UInt8](repeating: 0, count: width * height)
        for index in samples.indices {
            let color = self.samples[index * bands..<(index + 1) * bands].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            let next = UInt8(min(numbers.count, 255))
            samples[index] = numbers[color] ?? next
            if numbers[color] == nil { numbers[color] = next }
        }
        return Pixels(width: width, height: height, bands: 1, samples: samples)
    }
}
