import Pictures

/// The frames of an animated PNG (PNG, third edition, 11.3.8). Each frame can be written as a PNG file.
package struct AnimatedPNG {
    /// A frame: its size, its position on the canvas, and how it is drawn.
    package struct Frame {
        package let size: Size
        package let left: Int
        package let top: Int
        /// The duration in milliseconds.
        package let delay: Int
        package let disposal: Disposal
        /// Whether the frame's pixels are composited over the canvas. Otherwise, they replace the pixels of the canvas.
        package let isBlended: Bool
        fileprivate var data: [ArraySlice<UInt8>] = []
    }

    /// What happens to the frame's area of the canvas before the next frame is drawn.
    package enum Disposal: UInt8 {
        case keep, clear, restore
    }

    package let size: Size
    package let frames: [Frame]
    /// The number of times that the animation plays. 0 means that it never ends.
    package let plays: Int
    /// The chunks, other than the header, that the decoder needs for every frame.
    private let shared: [PNGChunk]
    private let header: ArraySlice<UInt8>

    /// The number of frames that a PNG declares in its first chunks. It is 1 for a still image.
    package static func frameCount(of file: some ByteSource) -> Int {
        // The chunk `acTL` precedes the pixels, but other chunks, such as a profile, can precede `acTL`. Check at most
        // 64 chunks, because each of them takes a read.
        var offset = 8
        for _ in 0..<64 {
            let head = file.read(at: offset, count: 12)
            guard let length = head.bigEndian(at: 0, count: 4), head.count == 12 else { return 1 }
            if head[4..<8].elementsEqual("acTL".utf8) { return max(head[8..<12].bigEndian, 1) }
            if head[4..<8].elementsEqual("IDAT".utf8) { return 1 }
            offset += 12 + length
        }
        return 1
    }

    /// - Returns: nil if the file has no animation, or if a frame is missing, is invalid, or exceeds the canvas.
    package init?(_ file: [UInt8]) {
        let chunks = PNGChunk.all(in: file)
        guard let header = chunks.first, header.name == "IHDR", header.data.count == 13,
            let control = chunks.first(where: { $0.name == "acTL" }), control.data.count == 8
        else { return nil }
        self.header = header.data
        size = Size(width: header.data.prefix(4).bigEndian, height: header.data.dropFirst(4).prefix(4).bigEndian)
        plays = control.data.suffix(4).bigEndian
        shared = chunks.prefix { $0.name != "IDAT" }.filter { ["PLTE", "tRNS", "sBIT"].contains($0.name) }
        var frames: [Frame] = []
        for chunk in chunks {
            switch chunk.name {
            case "fcTL":
                guard let frame = Frame(chunk.data, on: size) else { return nil }
                frames.append(frame)
            // The picture in `IDAT` is a frame of the animation only if a frame control (`fcTL`) precedes it.
            case "IDAT" where frames.count == 1: frames[0].data.append(chunk.data)
            // The chunk contains a sequence number and then the data of the frame.
            case "fdAT" where !frames.isEmpty: frames[frames.count - 1].data.append(chunk.data.dropFirst(4))
            default: break
            }
        }
        guard frames.count == control.data.prefix(4).bigEndian, !frames.isEmpty,
            frames.allSatisfy({ !$0.data.isEmpty })
        else { return nil }
        self.frames = frames
    }

    /// Returns a PNG file with only this frame.
    package func file(of frame: Frame) -> [UInt8] {
        let sides = PNGChunk.big(frame.size.width) + PNGChunk.big(frame.size.height)
        let chunks =
            [PNGChunk("IHDR", sides + header.dropFirst(8))] + shared + frame.data.map { PNGChunk("IDAT", $0) }
            + [PNGChunk("IEND", [])]
        return PNGChunk.signature + chunks.flatMap(\.bytes)
    }
}

extension AnimatedPNG.Frame {
    /// - Parameter data: the data of a chunk `fcTL`.
    fileprivate init?(_ data: ArraySlice<UInt8>, on canvas: Size) {
        guard data.count == 26 else { return nil }
        let bytes = Array(data)
        func number(_ offset: Int, _ count: Int) -> Int { bytes[offset..<offset + count].bigEndian }
        size = Size(width: number(4, 4), height: number(8, 4))
        (left, top) = (number(12, 4), number(16, 4))
        guard size.width > 0, size.height > 0, left + size.width <= canvas.width, top + size.height <= canvas.height,
            let disposal = AnimatedPNG.Disposal(rawValue: bytes[24]), bytes[25] <= 1
        else { return nil }
        let (numerator, denominator) = (number(20, 2), number(22, 2))
        delay = numerator * 1000 / (denominator == 0 ? 100 : denominator)
        self.disposal = disposal
        isBlended = bytes[25] == 1
    }
}
