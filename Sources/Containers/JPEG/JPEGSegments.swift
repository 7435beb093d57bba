/// The segments of a JPEG (ITU T.81, annex B). A segment has a marker, and usually a length and data. The segment of a
/// scan also contains the entropy-coded data. The last segment is the end of the image. If the structure of the file is
/// broken, the sequence ends without that segment.
package struct JPEGSegments: Sequence, IteratorProtocol {
    /// A segment, as ranges of bytes of the file.
    package struct Segment {
        /// The second byte of the marker.
        package let marker: UInt8
        /// The complete segment: the marker, the length, the data, and for a scan the entropy-coded data.
        package let range: Range<Int>
        /// The data of the segment: the bytes that the length counts, without the two bytes of the length itself.
        package let data: Range<Int>

        package static let startOfScan: UInt8 = 0xDA
        package static let endOfImage: UInt8 = 0xD9

        package var startsFrame: Bool { Self.startsFrame(marker) }

        /// Whether a marker starts a frame of any process in the standard. C4, C8 and CC do not start frames.
        static func startsFrame(_ marker: UInt8) -> Bool {
            0xC0...0xCF ~= marker && ![0xC4, 0xC8, 0xCC].contains(marker)
        }

        /// Whether the byte after an FF byte makes a marker with a length. The restart markers, and the start and the
        /// end of an image, have no length. The bytes 00 and FF make no marker. The markers 01 to BF have no length
        /// here, because libjpeg skips no data after them (`jpeg_resync_to_restart`).
        static func hasLength(_ marker: UInt8) -> Bool { 0xC0...0xFE ~= marker && !(0xD0...0xD9 ~= marker) }
    }

    /// The last bytes of a complete file.
    package static let endMarker: [UInt8] = [0xFF, Segment.endOfImage]

    private let file: [UInt8]
    private var offset = 2

    package init(of file: [UInt8]) {
        self.file = file
        if !file.starts(with: [0xFF, 0xD8]) { offset = file.count }
    }

    package mutating func next() -> Segment? {
        // Any number of FF bytes can precede a marker.
        while offset + 2 < file.count, file[offset] == 0xFF, file[offset + 1] == 0xFF { offset += 1 }
        guard offset + 2 <= file.count, file[offset] == 0xFF else { return nil }
        let marker = file[offset + 1]
        let start = offset
        if marker == Segment.endOfImage {
            offset = file.count
            return Segment(marker: marker, range: start..<start + 2, data: start + 2..<start + 2)
        }
        guard start + 4 <= file.count else { return nil }
        let dataEnd = start + 2 + Int(file[start + 2]) << 8 + Int(file[start + 3])
        guard dataEnd <= file.count, dataEnd >= start + 4 else { return nil }
        offset = dataEnd
        if marker == Segment.startOfScan {
            guard let end = endOfScan(from: dataEnd) else { return nil }
            offset = end
        }
        return Segment(marker: marker, range: start..<offset, data: start + 4..<dataEnd)
    }

    /// Returns the end of a scan's entropy-coded data. In this data, only a zero or the second byte of a restart marker
    /// can follow an FF byte.
    private func endOfScan(from start: Int) -> Int? {
        file.withUnsafeBufferPointer { file in
            var index = start
            while index + 1 < file.count {
                if file[index] == 0xFF, file[index + 1] != 0, !(0xD0...0xD7 ~= file[index + 1]) { return index }
                index += 1
            }
            return nil
        }
    }
}
