/// A part of a file that is treated as a file, such as a picture in an icon.
package struct FilePart: ByteSource {
    private let file: any ByteSource
    private let range: Range<Int>

    /// - Parameter range: the range of the part. It is clamped to the bounds of the file.
    package init(of file: any ByteSource, _ range: Range<Int>) {
        self.file = file
        self.range = range.clamped(to: 0..<file.byteCount)
    }

    package var byteCount: Int { range.count }

    package func read(at offset: Int, count: Int) -> [UInt8] {
        guard offset >= 0, offset < range.count else { return [] }
        return file.read(at: range.lowerBound + offset, count: min(count, range.count - offset))
    }
}
