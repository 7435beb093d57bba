#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif
import Vips

/// ThumbHash (<https://evanw.github.io/thumbhash/>): the aspect ratio of a picture, and for each channel, the
/// coefficients of a few cosines. The channels are lightness, two colour axes, and alpha.
enum ThumbHash {
    private struct Channel {
        var constant = 0.0
        /// All coefficients except the constant coefficient, scaled to the range from 0 to 1. The value 0.5 stands for
        /// a coefficient of 0.
        var varying: [Double] = []
        var scale = 0.0
    }

    /// - Parameter pixels: the picture in RGBA, with at most 100×100 pixels.
    static func encode(_ pixels: Pixels) -> [UInt8] {
        let (width, height) = (pixels.width, pixels.height)
        let planes = Self.planes(pixels)
        let hasAlpha = pixels.samples.indices.contains { $0 % 4 == 3 && pixels.samples[$0] < 255 }
        let limit = hasAlpha ? 5.0 : 7.0
        let longer = Double(max(width, height))
        let columns = max(1, rounded(limit * Double(width) / longer))
        let rows = max(1, rounded(limit * Double(height) / longer))
        let lightness = channel(planes.lightness, width, height, max(3, columns), max(3, rows))
        let yellow = channel(planes.yellow, width, height, 3, 3)
        let red = channel(planes.red, width, height, 3, 3)

        let isLandscape = width > height
        let head =
            rounded(63 * lightness.constant) | rounded(31.5 + 31.5 * yellow.constant) << 6
            | rounded(31.5 + 31.5 * red.constant) << 12 | rounded(31 * lightness.scale) << 18 | (hasAlpha ? 1 << 23 : 0)
        let tail =
            (isLandscape ? rows : columns) | rounded(63 * yellow.scale) << 3 | rounded(63 * red.scale) << 9
            | (isLandscape ? 1 << 15 : 0)
        var hash = [head, head >> 8, head >> 16, tail, tail >> 8].map { UInt8($0 & 255) }
        var varying = lightness.varying + yellow.varying + red.varying
        if hasAlpha {
            let alpha = channel(planes.alpha, width, height, 5, 5)
            hash.append(UInt8(rounded(15 * alpha.constant) | rounded(15 * alpha.scale) << 4))
            varying += alpha.varying
        }
        for pair in stride(from: 0, to: varying.count, by: 2) {
            let high = pair + 1 < varying.count ? rounded(15 * varying[pair + 1]) << 4 : 0
            hash.append(UInt8(rounded(15 * varying[pair]) | high))
        }
        return hash
    }

    private typealias Planes = (lightness: [Double], yellow: [Double], red: [Double], alpha: [Double])

    /// Composites the picture over its mean colour and splits it into channels.
    private static func planes(_ pixels: Pixels) -> Planes {
        let count = pixels.width * pixels.height
        var mean = [0.0, 0.0, 0.0]
        var opacity = 0.0
        for pixel in 0..<count {
            let alpha = Double(pixels.samples[pixel * 4 + 3]) / 255
            for band in 0..<3 { mean[band] += alpha / 255 * Double(pixels.samples[pixel * 4 + band]) }
            opacity += alpha
        }
        if opacity > 0 { mean = mean.map { $0 / opacity } }
        var planes: Planes = ([], [], [], [])
        for pixel in 0..<count {
            let alpha = Double(pixels.samples[pixel * 4 + 3]) / 255
            let color = (0..<3).map { mean[$0] * (1 - alpha) + alpha / 255 * Double(pixels.samples[pixel * 4 + $0]) }
            planes.lightness.append((color[0] + color[1] + color[2]) / 3)
            planes.yellow.append((color[0] + color[1]) / 2 - color[2])
            planes.red.append(color[0] - color[1])
            planes.alpha.append(alpha)
        }
        return planes
    }

    private static func channel(_ plane: [Double], _ width: Int, _ height: Int, _ columns: Int, _ rows: Int) -> Channel
    {
        var channel = Channel()
        for row in 0..<rows {
            let down = (0..<height).map { cos(.pi / Double(height) * Double(row) * (Double($0) + 0.5)) }
            var column = 0
            while column * rows < columns * (rows - row) {
                let across = (0..<width).map { cos(.pi / Double(width) * Double(column) * (Double($0) + 0.5)) }
                var sum = 0.0
                for y in 0..<height {
                    for x in 0..<width { sum += plane[x + y * width] * across[x] * down[y] }
                }
                sum /= Double(width * height)
                if row == 0 && column == 0 {
                    channel.constant = sum
                } else {
                    channel.varying.append(sum)
                    channel.scale = max(channel.scale, abs(sum))
                }
                column += 1
            }
        }
        if channel.scale > 0 { channel.varying = channel.varying.map { 0.5 + 0.5 / channel.scale * $0 } }
        return channel
    }

    /// Rounds halves up, as `Math.round` of JavaScript does, because the reference implementation is in JavaScript.
    private static func rounded(_ value: Double) -> Int { Int((value + 0.5).rounded(.down)) }
}
