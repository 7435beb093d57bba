/// A part of a file that is a file of its own, such as a picture in an icon.
package struct FilePart: ByteSource {
    private let whole: any ByteSource
    private let range: Range<Int>

    /// - Parameter range: what lies outside of the file is left out.
    package init(of whole: any ByteSource, _ range: Range<Int>) {
        self.whole = whole
        self.range = range.clamped(to: 0..<whole.byteCount)
    }

    package var byteCount: Int { range.count }

    package func read(at offset: Int, count: Int) -> [UInt8] {
        guard offset >= 0, offset < range.count else { return [] }
        return whole.read(at: range.lowerBound + offset, count: min(count, range.count - offset))
    }
}
