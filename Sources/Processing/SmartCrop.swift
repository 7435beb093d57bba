#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif
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
    /// `SmartCrop`: returns the box that remains when slices with low entropy are cut off at the edges until the target
    /// size is reached. The box is never larger than the picture.
    func smartBox(_ target: Size) throws -> Box {
        let target = Size(width: min(target.width, size.width), height: min(target.height, size.height))
        guard target.width > 0, target.height > 0 else {
            throw ProcessorError(description: "the image would have the size \(target)")
        }
        guard target != size else { return Box(left: 0, top: 0, width: size.width, height: size.height) }
        let entropy = try EntropyMap(self)
        let horizontal = SmartCropping.keptRange(of: size.width, length: target.width) { start, end in
            entropy.entropy(left: start, top: 0, right: end, bottom: size.height)
        }
        let vertical = SmartCropping.keptRange(of: size.height, length: target.height) { start, end in
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

/// PILKit's algorithm (`pilkit.processors.crop.SmartCrop`) for one axis.
enum SmartCropping {
    /// - Parameter entropy: returns the entropy of the slice between two offsets.
    /// - Returns: a range of `length` offsets out of `total`.
    static func keptRange(of total: Int, length: Int, entropy: (Int, Int) -> Double) -> Range<Int> {
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

    /// Returns the numbers of offsets to remove at the start and at the end.
    private static func trim(_ first: Double, _ last: Double, slice: Int, surplus: Int) -> (Int, Int) {
        if last != 0, abs(first / last - 1) < 0.01 {
            // The entropies are almost equal, so both sides are trimmed.
            if surplus >= slice * 2 { return (slice, slice) }
            return (slice / 2, slice - slice / 2)
        }
        return first > last ? (0, slice) : (slice, 0)
    }
}

/// Pillow's `Image.entropy` for rectangles of a picture, in bits. As in Pillow, the counts of all bands form one
/// histogram.
struct EntropyMap {
    private let pixels: Pixels
    /// The number of bands that the mode has but the picture lacks, because an opaque picture can omit its alpha band.
    private let opaqueBands: Int

    init(_ picture: Picture) throws {
        if picture.mode == .palette {
            // Pillow counts palette indices. The indices are not known here, so use one number for each colour. The
            // counts are equal if no two indices have the same colour.
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
    /// Returns one band with a number for each colour. Colours are numbered in the order in which they first appear.
    /// All colours after the first 255 share a number.
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
