import Vips

/// Pillow's quantization of images with alpha to 256 colours (`QuantOctree.c`). A fine and a coarse cube divide the
/// colours into buckets (`ColorCube`). The palette contains the mean colours of the fullest buckets of the fine cube.
/// For all other colours, it contains the mean colours of buckets of the coarse cube.
enum Octree {
    private static let colors = 256
    private static let fineBits = [3, 4, 3, 3]
    private static let coarseBits = [2, 2, 2, 2]

    /// Replaces each pixel with the palette colour of its bucket. The argument and the result have four bands.
    static func quantized(_ pixels: Pixels) -> Pixels {
        let pixels = pixels.withOneTransparentColor()
        var fine = ColorCube(bits: fineBits)
        for pixel in stride(from: 0, to: pixels.samples.count, by: 4) {
            fine.add(pixels.samples[pixel..<pixel + 4])
        }
        let palette = palette(for: fine)
        var result = pixels
        for pixel in stride(from: 0, to: pixels.samples.count, by: 4) {
            let color = palette[fine.index(pixels.samples[pixel..<pixel + 4])]
            for band in 0..<4 { result.samples[pixel + band] = color[band] }
        }
        return result
    }

    /// Returns the colour for each bucket of the fine cube. There are at most 256 different colours.
    private static func palette(for fine: ColorCube) -> [[UInt8]] {
        var coarse = fine.reduced(to: coarseBits)
        let commonest = fine.sortedBuckets()
        var coarseCount = min(coarse.usedCount, colors)
        var fineCount = colors - coarseCount
        coarse.subtract(commonest[..<fineCount])
        // Subtracting the fine colours can empty coarse buckets, which makes room for more fine colours.
        while coarseCount > coarse.usedCount {
            let subtracted = fineCount
            coarseCount = coarse.usedCount
            fineCount = colors - coarseCount
            coarse.subtract(commonest[subtracted..<fineCount])
        }
        var coarseColors = [[UInt8]](repeating: [0, 0, 0, 0], count: coarse.buckets.count)
        for bucket in coarse.sortedBuckets()[..<coarseCount] {
            coarseColors[coarse.index(bucket.average[...])] = bucket.average
        }
        var colors = fine.buckets.indices.map { coarseColors[fine.index($0, in: coarse)] }
        for bucket in commonest[..<fineCount] {
            colors[fine.index(bucket.average[...])] = bucket.average
        }
        return colors
    }
}

extension Pixels {
    /// Gives all transparent pixels the colour of the first transparent pixel, so that they need only one palette
    /// entry.
    fileprivate func withOneTransparentColor() -> Pixels {
        let transparent = stride(from: 0, to: samples.count, by: 4).filter { samples[$0 + 3] == 0 }
        guard let first = transparent.first else { return self }
        var result = self
        for pixel in transparent {
            for band in 0..<3 { result.samples[pixel + band] = samples[first + band] }
        }
        return result
    }
}

/// Counts of colours. Colours with the same upper bits in each band share a bucket.
private struct ColorCube {
    struct Bucket {
        var count = 0
        var sums = [0, 0, 0, 0]

        /// The mean colour. For an empty bucket, it is transparent black.
        var average: [UInt8] {
            guard count != 0 else { return [0, 0, 0, 0] }
            return sums.map { UInt8(max(0, min(255, Float($0) / Float(count)))) }
        }
    }

    let bits: [Int]
    private(set) var buckets: [Bucket]

    init(bits: [Int]) {
        self.bits = bits
        buckets = [Bucket](repeating: Bucket(), count: 1 << bits.reduce(0, +))
    }

    var usedCount: Int { buckets.count { $0.count > 0 } }

    func index(_ color: ArraySlice<UInt8>) -> Int {
        zip(color, bits).reduce(0) { $0 << $1.1 | Int($1.0) >> (8 - $1.1) }
    }

    /// Returns the index of a bucket in a coarser cube: the bucket that contains the bucket at `index` of this cube.
    func index(_ index: Int, in coarser: ColorCube) -> Int {
        var rest = index
        var parts: [Int] = []
        for width in bits.reversed() {
            parts.insert(rest & (1 << width - 1), at: 0)
            rest >>= width
        }
        return bits.indices.reduce(0) { result, band in
            result << coarser.bits[band] | parts[band] >> (bits[band] - coarser.bits[band])
        }
    }

    mutating func add(_ color: ArraySlice<UInt8>) {
        let index = index(color)
        buckets[index].count += 1
        for (band, value) in color.enumerated() { buckets[index].sums[band] += Int(value) }
    }

    func reduced(to bits: [Int]) -> ColorCube {
        var result = ColorCube(bits: bits)
        for (offset, bucket) in buckets.enumerated() {
            let target = index(offset, in: result)
            result.buckets[target].count += bucket.count
            for band in 0..<4 { result.buckets[target].sums[band] += bucket.sums[band] }
        }
        return result
    }

    mutating func subtract(_ others: ArraySlice<Bucket>) {
        for other in others where other.count > 0 {
            let index = index(other.average[...])
            buckets[index].count -= other.count
            for band in 0..<4 { buckets[index].sums[band] -= other.sums[band] }
        }
    }

    /// Returns the buckets, the fullest first. Buckets with equal counts keep the order of the cube.
    func sortedBuckets() -> [Bucket] {
        buckets.enumerated().sorted { ($1.element.count, $0.offset) < ($0.element.count, $1.offset) }.map(\.element)
    }
}
