#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif
import Vips

/// BlurHash (<https://github.com/woltapp/blurhash/blob/master/Algorithm.md>): the factors of a few cosines that
/// approximate a picture, written in base 83.
enum BlurHash {
    private typealias Color = (red: Double, green: Double, blue: Double)

    /// - Parameters:
    ///   - pixels: the picture in RGB.
    ///   - columns: the number of horizontal cosines, from 1 to 9.
    ///   - rows: the number of vertical cosines, from 1 to 9.
    static func encode(_ pixels: Pixels, columns: Int, rows: Int) -> String {
        let linear = (0...255).map { Self.linear(Double($0) / 255) }
        var factors: [Color] = []
        for row in 0..<rows {
            for column in 0..<columns { factors.append(factor(pixels, linear, column, row)) }
        }
        var hash = digits(columns - 1 + (rows - 1) * 9, 1)
        let varying = factors.dropFirst()
        let largest = varying.flatMap { [$0.red, $0.green, $0.blue] }.map(abs).max() ?? 0
        let quantized = varying.isEmpty ? 0 : Int(max(0, min(82, (largest * 166 - 0.5).rounded(.down))))
        hash += digits(quantized, 1)
        if let mean = factors.first {
            hash += digits(srgb(mean.red) << 16 + srgb(mean.green) << 8 + srgb(mean.blue), 4)
        }
        let scale = varying.isEmpty ? 1 : Double(quantized + 1) / 166
        for factor in varying {
            let levels = [factor.red, factor.green, factor.blue].map { level($0 / scale) }
            hash += digits((levels[0] * 19 + levels[1]) * 19 + levels[2], 2)
        }
        return hash
    }

    private static func factor(_ pixels: Pixels, _ linear: [Double], _ column: Int, _ row: Int) -> Color {
        let across = (0..<pixels.width).map { cos(.pi * Double(column) * Double($0) / Double(pixels.width)) }
        var sum: Color = (0, 0, 0)
        for y in 0..<pixels.height {
            let down = cos(.pi * Double(row) * Double(y) / Double(pixels.height))
            for x in 0..<pixels.width {
                let basis = across[x] * down
                let index = (y * pixels.width + x) * 3
                sum.red += basis * linear[Int(pixels.samples[index])]
                sum.green += basis * linear[Int(pixels.samples[index + 1])]
                sum.blue += basis * linear[Int(pixels.samples[index + 2])]
            }
        }
        let scale = (column == 0 && row == 0 ? 1 : 2) / Double(pixels.width * pixels.height)
        return (sum.red * scale, sum.green * scale, sum.blue * scale)
    }

    /// Quantizes a value from -1 to 1 to a level from 0 to 18. Level 9 stands for 0.
    private static func level(_ value: Double) -> Int {
        let root = value < 0 ? -abs(value).squareRoot() : value.squareRoot()
        return Int(max(0, min(18, (root * 9 + 9.5).rounded(.down))))
    }

    private static func linear(_ value: Double) -> Double {
        value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }

    private static func srgb(_ value: Double) -> Int {
        let value = max(0, min(1, value))
        let encoded = value <= 0.0031308 ? value * 12.92 : 1.055 * pow(value, 1 / 2.4) - 0.055
        return Int(encoded * 255 + 0.5)
    }

    private static let alphabet = Array(
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~"
    )

    private static func digits(_ number: Int, _ count: Int) -> String {
        var rest = number
        var text: [Character] = []
        for _ in 0..<count {
            text.append(alphabet[rest % 83])
            rest /= 83
        }
        return String(text.reversed())
    }
}
