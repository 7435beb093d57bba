import Vips

/// Pillow's quantization of images with alpha to 256 colours (`QuantOctree.c`): the commonest colours of a fine cube,
/// and for the rest the averages of a coarse one.
enum Octree {
    private static let colors = 256
    private static let fineBits = [3, 4, 3, 3]
    private static let coarseBits = [2, 2, 2, 2]

    /// The picture with each pixel as the nearest of the chosen colours. Takes and gives four bands.
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

    /// The colour for each bucket of the fine cube.
    private static func palette(for fine: ColorCube) -> [[UInt8]] {
        var coarse = fine.reduced(to: coarseBits)
        let commonest = fine.sortedBuckets()
        var coarseCount = min(coarse.usedCount, colors)
        var fineCount = colors - coarseCount
        coarse.subtract(commonest[..<fineCount])
        // What the fine colours take away may empty coarse buckets, which makes room for more fine ones.
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
    /// Transparent pixels all have the colour of the first of them, so that they take one place in a palette.
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

/// Counts of colours, told apart by the upper bits of each band.
private struct ColorCube {
    struct Bucket {
        var count = 0
        var sums = [0, 0, 0, 0]

        /// The mean, or black without alpha for an empty bucket.
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

    /// The bucket of a coarser cube that holds the one at `index` of this.
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
        for (place, bucket) in buckets.enumerated() {
            let target = index(place, in: result)
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

    /// The fullest first; equally full ones in the cube's order.
    func sortedBuckets() -> [Bucket] {
        buckets.enumerated().sorted { ($1.element.count, $0.offset) < ($0.element.count, $1.offset) }.map(\.element)
    }
}
