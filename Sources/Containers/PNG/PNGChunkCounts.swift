/// The numbers of chunks of a PNG that a decoder reads in addition to the pixels.
package struct PNGChunkCounts {
    package private(set) var others = 0
    /// The number of chunks with a profile, or with a text that can be compressed. A decoder unpacks these chunks.
    package private(set) var compressedTexts = 0

    /// The number of bytes per read. One read covers many chunks, because a file can have millions of empty chunks.
    private static let windowLength = 4096

    package init(of file: some ByteSource) {
        var (window, start, offset) = ([UInt8](), 0, 8)
        while offset + 8 <= file.byteCount {
            if offset < start || offset + 8 > start + window.count {
                window = file.read(at: offset, count: Self.windowLength)
                start = offset
            }
            guard let length = window.bigEndian(at: offset - start, count: 4), offset + 8 <= start + window.count else {
                return
            }
            let name = window[(offset - start + 4)..<(offset - start + 8)]
            if name.elementsEqual("IEND".utf8) { return }
            if !name.elementsEqual("IDAT".utf8) && !name.elementsEqual("fdAT".utf8) { others += 1 }
            if ["zTXt", "iTXt", "iCCP"].contains(where: { name.elementsEqual($0.utf8) }) { compressedTexts += 1 }
            offset += 12 + length
        }
    }
}
