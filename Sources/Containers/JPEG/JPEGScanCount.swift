import Pictures

/// The number of scans of a JPEG. A decoder visits all blocks again for each scan, so the time for decoding depends on
/// this number. Like libjpeg (`next_marker`), this type ignores stray bytes between segments, so that such bytes cannot
/// hide scans.
package struct JPEGScanCount {
    /// The size in the frame header.
    package let size: Size
    package let scans: Int

    /// Returns false if the first scan of a sequential JPEG has all components, because libjpeg then refuses further
    /// scans.
    ///
    /// This function reads only the segments before the first scan. Most JPEGs have only one scan, so they are not read
    /// completely. If bytes between these segments belong to no segment, the function returns true.
    package static func canBeMultiple(in file: some ByteSource) -> Bool {
        var offset = 2
        var frame: (components: Int, isProgressive: Bool)?
        while true {
            let head = file.read(at: offset, count: 4)
            guard head.count == 4, head[0] == 0xFF, JPEGSegments.Segment.hasLength(head[1]) else { return true }
            if head[1] == JPEGSegments.Segment.startOfScan {
                guard let frame, let count = file.read(at: offset + 4, count: 1).first else { return true }
                return frame.isProgressive || count < frame.components
            }
            if JPEGSegments.Segment.startsFrame(head[1]) {
                guard let count = file.read(at: offset + 9, count: 1).first else { return true }
                // Only frames with these markers are progressive.
                frame = (Int(count), [0xC2, 0xC6, 0xCA, 0xCE].contains(head[1]))
            }
            offset += 2 + head[2...3].bigEndian
        }
    }

    /// - Returns: nil if the file has no complete frame header.
    package init?(of file: [UInt8]) {
        var size: Size?
        var scans = 0
        var offset = 2
        while let marker = Self.nextMarker(in: file, from: offset), marker.code != JPEGSegments.Segment.endOfImage {
            offset = marker.end
            guard JPEGSegments.Segment.hasLength(marker.code) else { continue }
            guard offset + 2 <= file.count else { break }
            if marker.code == JPEGSegments.Segment.startOfScan { scans += 1 }
            if size == nil, JPEGSegments.Segment.startsFrame(marker.code), offset + 7 <= file.count {
                size = Size(
                    width: file[offset + 5..<offset + 7].bigEndian,
                    height: file[offset + 3..<offset + 5].bigEndian
                )
            }
            offset += max(2, file[offset..<offset + 2].bigEndian)
        }
        guard let size else { return nil }
        (self.size, self.scans) = (size, scans)
    }

    /// Returns the second byte of the next marker, and the offset after it. FF 00 and FF FF are not markers.
    private static func nextMarker(in file: [UInt8], from start: Int) -> (code: UInt8, end: Int)? {
        file.withUnsafeBufferPointer { file in
            var index = start
            while index + 1 < file.count {
                if file[index] == 0xFF, file[index + 1] != 0, file[index + 1] != 0xFF {
                    return (file[index + 1], index + 2)
                }
                index += 1
            }
            return nil
        }
    }
}
