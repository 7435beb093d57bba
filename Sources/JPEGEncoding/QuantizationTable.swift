import JPEGDecoding
import JPEGTransforms

/// The quantization steps of a component, derived from the tables of ITU T.81, annex K.1, as in libjpeg.
final class QuantizationTable {
    enum Kind { case luma, chroma }

    /// The steps in the order of the file.
    let steps: [UInt8]
    /// A factor for each of the 64 coefficients of a stored block. The result of the transform times the factor is the
    /// quantized coefficient.
    let factors: UnsafeMutablePointer<Float>

    /// - Parameter quality: from 1 to 100.
    init(_ kind: Kind, quality: Int) {
        let quality = min(max(quality, 1), 100)
        let percent = quality < 50 ? 5000 / quality : 200 - 2 * quality
        var steps: [UInt8] = []
        factors = .allocate(capacity: 64)
        for stored in ZigzagOrder.stored.prefix(64).map(Int.init) {
            // Stored blocks are transposed.
            let (row, column) = (stored % 8, stored / 8)
            let step = min(max((Self.steps(kind)[8 * row + column] * percent + 50) / 100, 1), 255)
            steps.append(UInt8(step))
            factors[stored] = Float(
                1 / (8 * Double(step) * FullTransform.scales[row] * FullTransform.scales[column])
            )
        }
        self.steps = steps
    }

    deinit { factors.deallocate() }

    /// The steps for quality 50, row by row.
    private static func steps(_ kind: Kind) -> [Int] {
        switch kind {
        case .luma:
            [
                16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17,
                22,
                29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87,
                103,
                121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
            ]
        case .chroma:
            [
                17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99, 24, 26, 56, 99, 99, 99, 99, 99, 47, 66,
            ] + [Int](repeating: 99, count: 38)
        }
    }
}
