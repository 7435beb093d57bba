@testable import JPEGDecoding
@testable import JPEGEncoding

/// The first four bytes of the input are the quality, the sampling, the width, and the height of a picture. The other
/// bytes are its samples. If there are more samples than bytes, the bytes repeat.
struct EncoderInput {
    /// The maximum width and height. A larger picture takes more time, but it does not reach other code.
    private static let maxSide = 128
    private static let headerLength = 4

    private let quality: Int
    private let isSubsampled: Bool
    private let components: [JPEGComponent]

    /// Returns nil if the input has no samples.
    init?(_ bytes: [UInt8]) {
        guard bytes.count > Self.headerLength else { return nil }
        quality = Int(bytes[0])
        let (isGrey, isSubsampled) = (bytes[1] & 1 != 0, bytes[1] & 2 != 0)
        let (width, height) = (1 + Int(bytes[2]) % Self.maxSide, 1 + Int(bytes[3]) % Self.maxSide)
        var next = Self.headerLength
        components = (0..<(isGrey ? 1 : 3)).map { index in
            let factor = isSubsampled && index > 0 ? 2 : 1
            let (width, height) = ((width + factor - 1) / factor, (height + factor - 1) / factor)
            let samples = (0..<width * height).map { _ in
                if next == bytes.count { next = Self.headerLength }
                defer { next += 1 }
                return bytes[next]
            }
            return JPEGComponent(width: width, height: height, samples: samples)
        }
        self.isSubsampled = isSubsampled
    }

    /// Checks that the decoder reads the coefficients that the encoder has computed.
    func run() throws(FuzzError) {
        let file = JPEGEncoder(quality: quality).encode(components, isSubsampled: isSubsampled)
        let picture: JPEGPicture
        let decoded: [JPEGCoefficients]
        do throws(JPEGRefusal) {
            picture = try JPEGPicture(file)
            decoded = try picture.coefficients()
        } catch {
            throw FuzzError(description: "the decoder refuses the file: \(error)")
        }
        try require(picture.byteCount == file.count, "bytes follow the end of the picture")
        try require(
            picture.width == components[0].width && picture.height == components[0].height,
            "the picture has another size"
        )
        try require(decoded.count == components.count, "the picture has \(decoded.count) components")
        for (index, (component, decoded)) in zip(components, decoded).enumerated() {
            let table = QuantizationTable(index == 0 ? .luma : .chroma, quality: quality)
            try require(
                decoded.values == coefficients(of: component, table),
                "component \(index) has other coefficients"
            )
        }
    }

    /// Returns the quantized coefficients of all blocks. Within a block, they are in the order of rows and columns.
    private func coefficients(of component: JPEGComponent, _ table: QuantizationTable) -> [Int16] {
        var values: [Int16] = []
        var block = [Int16](repeating: 0, count: 64)
        for row in 0..<component.rows {
            for column in 0..<component.columns {
                // Samples outside the picture are copies of the nearest samples in the picture.
                let samples = (0..<64).map { index in
                    let x = min(8 * column + index % 8, component.width - 1)
                    let y = min(8 * row + index / 8, component.height - 1)
                    return component.samples[y * component.width + x]
                }
                ForwardTransform.apply(samples, stride: 8, table.factors, to: &block)
                // Stored blocks are transposed.
                for index in 0..<64 { values.append(block[index % 8 * 8 + index / 8]) }
            }
        }
        return values
    }
}
