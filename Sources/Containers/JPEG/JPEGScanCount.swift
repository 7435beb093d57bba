import Pictures

/// Counts the scans of a JPEG. A decoder visits all blocks again for each scan, so the time for decoding depends on the
/// number of scans.
package enum JPEGScanCount {
    /// Returns the size of a JPEG that can have more than one scan. Returns nil if the first scan of a sequential JPEG
    /// has all components, or if the file is broken.
    ///
    /// This function reads only the segments before the first scan, and `count` needs the complete file. A caller needs
    /// `count` only if this function returns a size. Most JPEGs have only one scan, so they are not read completely.
    package static func sizeIfMultiple(of file: some ByteSource) -> Size? {
        var offset = 2
        var frame: (size: Size, components: Int, isProgressive: Bool)?
        while offset < file.byteCount {
            let head = file.read(at: offset, count: 4)
            guard head.count == 4, head[0] == 0xFF else { return nil }
            if head[1] == 0xFF {
                offset += 1
                continue
            }
            let length = head[2...3].bigEndian
            guard length >= 2 else { return nil }
            if head[1] == JPEGSegments.Segment.startOfScan {
                guard let frame, let count = file.read(at: offset + 4, count: 1).first else { return nil }
                return frame.isProgressive || count < frame.components ? frame.size : nil
            }
            if 0xC0...0xCF ~= head[1], ![0xC4, 0xC8, 0xCC].contains(head[1]) {
                let data = file.read(at: offset + 4, count: 6)
                guard data.count == 6 else { return nil }
                let size = Size(width: data[3...4].bigEndian, height: data[1...2].bigEndian)
                // Only frames with these markers are progressive.
                frame = (size, Int(data[5]), [0xC2, 0xC6, 0xCA, 0xCE].contains(head[1]))
            }
            offset += 2 + length
        }
        return nil
    }

    /// Returns the number of scans in a JPEG.
    package static func count(in file: [UInt8]) -> Int {
        var segments = JPEGSegments(of: file)
        var count = 0
        while let segment = segments.next() {
            if segment.marker == JPEGSegments.Segment.startOfScan { count += 1 }
        }
        return count
    }
}
