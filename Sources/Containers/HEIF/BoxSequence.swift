/// The boxes of a file in the ISO base media format (ISO/IEC 14496-12, 4.2), or of a box in it. AVIF and HEIC use this
/// format.
package struct BoxSequence: Sequence, IteratorProtocol {
    /// A box: its type of four characters, and its content.
    package struct Box {
        package let type: String
        /// The range of the content, without the box's own header.
        package let content: Range<Int>
    }

    private let bytes: [UInt8]
    private var offset: Int
    private let end: Int

    /// - Parameter range: the bytes that contain the boxes. The range can extend past the end of `bytes`, because the
    ///   file can be truncated.
    package init(_ bytes: [UInt8], in range: Range<Int>) {
        self.bytes = bytes
        offset = range.lowerBound
        end = Swift.min(range.upperBound, bytes.count)
    }

    package mutating func next() -> Box? {
        guard offset + 8 <= end, let length = bytes.bigEndian(at: offset, count: 4) else { return nil }
        let type = String(decoding: bytes[offset + 4..<offset + 8], as: UTF8.self)
        var (header, size) = (8, length)
        if length == 1 {
            guard offset + 16 <= end, bytes[offset + 8] == 0, let large = bytes.bigEndian(at: offset + 8, count: 8)
            else {
                return nil
            }
            (header, size) = (16, large)
        } else if length == 0 {
            size = end - offset
        }
        guard size >= header, size <= end - offset else { return nil }
        defer { offset += size }
        return Box(type: type, content: offset + header..<offset + size)
    }
}
