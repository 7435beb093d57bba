import Pictures

/// The directory of an icon or a cursor: pictures of several sizes. Each picture is a PNG or a bitmap without a file
/// header.
package struct IconDirectory {
    /// A picture of the icon: its size in pixels, and the range of its bytes in the file.
    package struct Entry: Equatable {
        package let size: Size
        /// The number of bits per pixel. If the directory does not state this number, as in cursors, it is the number
        /// of bits that the number of colours needs.
        package let bits: Int
        package let range: Range<Int>
    }

    package let entries: [Entry]

    /// The picture that is used: the largest picture, as in Chromium. If several pictures have this size, it is the
    /// picture with the most bits per pixel.
    package var largest: Entry? {
        entries.max { ($0.size.area, $0.bits) < ($1.size.area, $1.bits) }
    }

    /// - Throws: `ContainerError`.
    package init(of file: some ByteSource) throws(ContainerError) {
        let head = file.read(at: 0, count: 6)
        guard head.count == 6 else { throw .corrupt("the file ends in its header") }
        let isCursor = head[2] == 2
        let count = Int(head[4]) | Int(head[5]) << 8
        let bytes = file.read(at: 6, count: count * 16)
        guard count > 0, bytes.count == count * 16 else {
            throw .corrupt("the file ends in its directory of \(count) pictures")
        }
        func number(_ offset: Int, _ length: Int) -> Int {
            bytes[offset..<offset + length].littleEndian
        }
        entries = (0..<count).map { index in
            let entry = index * 16
            func side(_ offset: Int) -> Int { bytes[entry + offset] == 0 ? 256 : Int(bytes[entry + offset]) }
            let start = number(entry + 12, 4)
            // In a cursor, this field contains a coordinate of the hot spot, not the bits per pixel.
            let stated = isCursor ? 0 : number(entry + 6, 2)
            // The number 0 means 256 or more colours.
            let colors = bytes[entry + 2] == 0 ? 256 : Int(bytes[entry + 2])
            return Entry(
                size: Size(width: side(0), height: side(1)),
                bits: stated > 0 ? stated : Int.bitWidth - (colors - 1).leadingZeroBitCount,
                range: start..<start + number(entry + 8, 4)
            )
        }
    }
}
