import Containers

/// Converts the 8-bit YCbCr of a TIFF to RGB (TIFF 6.0, section 21). libvips does this conversion only if the YCbCr is
/// compressed with JPEG and not stored in planes.
struct YCbCr {
    private let red: Double
    private let green: Double
    private let blue: Double
    /// For luma and each chroma sample: the value that means zero, and the factor that scales the sample to the full
    /// range.
    private let ranges: [(zero: Double, factor: Double)]

    init(_ directory: TIFFDirectory) {
        let stated = directory.fractions(529) ?? []
        let shares =
            stated.count == 3 && stated[1] > 0 && stated.allSatisfy({ 0..<1 ~= $0 }) ? stated : [0.299, 0.587, 0.114]
        (red, green, blue) = (shares[0], shares[1], shares[2])
        let limits = directory.fractions(532) ?? directory.numbers(532)?.map(Double.init) ?? []
        let usual: [Double] = [0, 255, 128, 255, 128, 255]
        let pairs = limits.count == 6 && (0..<3).allSatisfy { limits[2 * $0] < limits[2 * $0 + 1] } ? limits : usual
        ranges = (0..<3).map { index in
            (pairs[2 * index], (index == 0 ? 255 : 127) / (pairs[2 * index + 1] - pairs[2 * index]))
        }
    }

    func rgb(_ y: UInt8, _ cb: UInt8, _ cr: UInt8) -> (red: UInt8, green: UInt8, blue: UInt8) {
        let luma = (Double(y) - ranges[0].zero) * ranges[0].factor
        let blueDifference = (Double(cb) - ranges[1].zero) * ranges[1].factor
        let redDifference = (Double(cr) - ranges[2].zero) * ranges[2].factor
        let r = luma + (2 - 2 * red) * redDifference
        let b = luma + (2 - 2 * blue) * blueDifference
        let g = (luma - blue * b - red * r) / green
        func sample(_ value: Double) -> UInt8 { UInt8(min(max(value, 0), 255).rounded()) }
        return (sample(r), sample(g), sample(b))
    }
}
