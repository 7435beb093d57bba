import JPEGDecoding

/// The input is a JPEG, which is decoded into planes.
enum JPEGInput {
    /// The maximum size. A larger picture takes more time, but it does not reach other code.
    private static let maxPixels = 1 << 20
    private static let byteLimit = 1 << 26

    static func run(_ bytes: [UInt8]) throws(FuzzError) {
        guard let picture = try? JPEGPicture(bytes), picture.width * picture.height <= maxPixels else { return }
        let all = [Set<JPEGScale>](repeating: Set(JPEGScale.allCases), count: picture.componentCount)
        guard let together = try? picture.planes(all, byteLimit: byteLimit) else { return }
        for scale in JPEGScale.allCases {
            let one = [Set<JPEGScale>](repeating: [scale], count: picture.componentCount)
            guard let alone = try? picture.planes(one, byteLimit: byteLimit) else {
                throw FuzzError(description: "\(scale) can be decoded only together with others")
            }
            for component in 0..<picture.componentCount {
                guard let plane = alone[component][scale], let other = together[component][scale] else {
                    throw FuzzError(description: "a plane is missing")
                }
                try require(plane.samplesOfPicture == other.samplesOfPicture, "\(scale) depends on other planes")
                let (width, height) = picture.shownSize(of: component, at: scale)
                try require(
                    (width...width + 1).contains(Double(plane.width))
                        && (height...height + 1).contains(Double(plane.height)),
                    "a plane has another size"
                )
            }
        }
    }
}

extension JPEGPlane {
    /// The samples that show the picture, without the rest of the last blocks.
    fileprivate var samplesOfPicture: [UInt8] {
        (0..<height).flatMap { UnsafeBufferPointer(start: samples + $0 * stride, count: width) }
    }
}
