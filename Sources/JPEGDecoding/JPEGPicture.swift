/// A JPEG with a valid structure that this decoder supports: 8 bits, sequential or progressive, Huffman-coded.
///
/// The initializer checks all segments up to the end of the image. So it refuses a file with a broken structure,
/// whichever planes are requested later.
package struct JPEGPicture {
    let frame: FrameHeader
    let scans: [Scan]
    /// For each component of the frame, its 64 quantization steps in zigzag order, as the file stores them.
    let steps: [[UInt16]]
    package let file: [UInt8]
    /// The number of bytes of the picture. Other data can follow its end marker.
    package let byteCount: Int
    /// The application segments before the first scan, such as EXIF and colour profiles.
    package let applicationSegments: [JPEGSegment]

    /// The largest number of scans. The limit is necessary because the decoder visits all blocks in each scan, so the
    /// time grows with the number of scans.
    private static let maxScans = 100

    package var width: Int { frame.width }
    package var height: Int { frame.height }
    package let colors: JPEGColorSpace
    /// 1 for grey, 4 for CMYK and YCCK, and 3 for all other colour spaces.
    package var componentCount: Int { frame.components.count }

    /// - Throws: `JPEGRefusal` for a file that this decoder does not decode.
    package init(_ file: [UInt8]) throws(JPEGRefusal) {
        var reader = StructureReader(file)
        try reader.readAll()
        guard let frame = reader.frame, !reader.scans.isEmpty else { throw JPEGRefusal("no picture") }
        guard reader.isComplete else { throw .missingCoefficients }
        guard reader.scans.count <= Self.maxScans else { throw JPEGRefusal("too many scans") }
        guard let colors = reader.colors else { throw JPEGRefusal("unusual colours") }
        var steps: [[UInt16]] = []
        for component in frame.components {
            guard let table = reader.quantization[component.table] else {
                throw JPEGRefusal("a missing quantization table")
            }
            steps.append(table)
        }
        (self.frame, scans, self.steps, self.colors, self.file) = (frame, reader.scans, steps, colors, file)
        applicationSegments = reader.applicationSegments
        byteCount = reader.end
    }
}

extension JPEGPicture {
    /// Whether the scans of a file do not contain all bits of all coefficients. Returns false for a file that this
    /// decoder refuses for another reason.
    package static func lacksScans(_ file: [UInt8]) -> Bool {
        do {
            _ = try JPEGPicture(file)
            return false
        } catch {
            return error == .missingCoefficients
        }
    }

    /// Whether an output at the scale `eighth` needs fewer scans or less memory than an output at another scale.
    package var skipsScans: Bool { !hasOneScan }

    package func extent(of component: Int, at scale: JPEGScale) -> PlaneExtent {
        PlaneExtent(frame.components[component], of: frame, scale)
    }

    /// Returns the size of the picture in samples of a component at a scale. The size can be a fraction: half of 37
    /// columns is 18.5 columns.
    package func shownSize(of component: Int, at scale: JPEGScale) -> (width: Double, height: Double) {
        let extent = extent(of: component, at: scale)
        let (width, height) = (extent.shownWidth, extent.shownHeight)
        return (
            Double(width.numerator) / Double(width.denominator),
            Double(height.numerator) / Double(height.denominator)
        )
    }
}
