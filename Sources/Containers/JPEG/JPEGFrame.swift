/// The frame header of a JPEG (ITU T.81, B.2.2): the coding process and the number of bits per sample.
package struct JPEGFrame {
    /// The second byte of the marker.
    package let marker: UInt8
    package let precision: Int

    /// - Returns: nil if the file is not a JPEG, or has no frame.
    package init?(of file: [UInt8]) {
        guard let frame = JPEGSegments(of: file).first(where: \.startsFrame), !frame.data.isEmpty else { return nil }
        marker = frame.marker
        precision = Int(file[frame.data.lowerBound])
    }

    package var isLossless: Bool { [0xC3, 0xC7, 0xCB, 0xCF].contains(marker) }
    package var isHierarchical: Bool { 0xC5...0xC7 ~= marker || 0xCD...0xCF ~= marker }
}
