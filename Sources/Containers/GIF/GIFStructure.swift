import Pictures

/// The blocks of a GIF (GIF89a): the canvas, which is the area for all frames, and the frames in their order.
package struct GIFStructure {
    /// The size of the canvas, enlarged if it is too small for the first frame.
    package private(set) var size: Size
    package private(set) var frames: [GIFFrame] = []
    /// The number of times that the frames are shown. 0 means that the animation never ends.
    package private(set) var loopCount = 1
    /// Whether the file ends within a block, or between a graphic control extension and its frame. A file that lacks
    /// only the trailer does not count as truncated. The value is false if reading stops at the maximum number of
    /// frames.
    package private(set) var isTruncated = false
    /// The number of bits that a palette index needs in the first frame.
    package private(set) var bitDepth = 1

    /// The graphic control extension that precedes a frame.
    private struct Control {
        var transparentIndex: UInt8?
        var disposal = GIFFrame.Disposal.keep
        var delay: Int
    }

    /// - Parameter maxCount: the maximum number of frames to read. A malicious file can have millions of frames.
    /// - Throws: `ContainerError` for a file without a frame.
    package init(of file: any ByteSource, maxCount: Int) throws(ContainerError) {
        var reader = ByteReader(file, from: 6)
        let screen = reader.next(7)
        guard screen.count == 7 else { throw .corrupt("the file ends in its header") }
        size = Size(width: Int(screen[0]) | Int(screen[1]) << 8, height: Int(screen[2]) | Int(screen[3]) << 8)
        let globalPalette = GIFStructure.palette(screen[4], at: 13)
        reader.skip(globalPalette?.count ?? 0)
        var control: Control?
        let endsInPalette = reader.offset > file.byteCount
        isTruncated = true
        blocks: while frames.count < maxCount {
            switch reader.next() {
            case 0x2C:
                guard let frame = GIFStructure.frame(&reader, globalPalette, control) else { break blocks }
                add(frame)
                control = nil
                guard skipBlocks(&reader) else {
                    // Keep the truncated frame, because its existing part can be shown.
                    break blocks
                }
            case 0x21:
                guard readExtension(&reader, &control) else { break blocks }
            case nil:
                isTruncated = control != nil || endsInPalette
                break blocks
            default:
                // This is the trailer or an unknown block. Browsers treat both as the end of the file.
                isTruncated = false
                break blocks
            }
        }
        if frames.count == maxCount { isTruncated = false }
        guard !frames.isEmpty else {
            throw .corrupt(isTruncated ? "the file ends before its first frame" : "it has no frame")
        }
    }

    private mutating func add(_ frame: GIFFrame) {
        if frames.isEmpty {
            // Browsers and Pillow enlarge a canvas that is too small for the first frame. So do the same.
            size.width = max(size.width, frame.left + frame.size.width)
            size.height = max(size.height, frame.top + frame.size.height)
            bitDepth = frame.palette.map { ($0.count / 3).trailingZeroBitCount } ?? 8
        }
        frames.append(frame)
    }

    private static func frame(_ reader: inout ByteReader, _ globalPalette: Range<Int>?, _ control: Control?)
        -> GIFFrame?
    {
        let descriptor = reader.next(9)
        guard descriptor.count == 9 else { return nil }
        func number(_ offset: Int) -> Int { Int(descriptor[offset]) | Int(descriptor[offset + 1]) << 8 }
        let palette = GIFStructure.palette(descriptor[8], at: reader.offset)
        reader.skip(palette?.count ?? 0)
        let dataOffset = reader.offset
        guard reader.next() != nil else { return nil }
        return GIFFrame(
            left: number(0),
            top: number(2),
            size: Size(width: number(4), height: number(6)),
            isInterlaced: descriptor[8] & 0x40 != 0,
            palette: palette ?? globalPalette,
            transparentIndex: control?.transparentIndex,
            disposal: control?.disposal ?? .keep,
            delay: control?.delay,
            dataOffset: dataOffset
        )
    }

    private static func palette(_ flags: UInt8, at offset: Int) -> Range<Int>? {
        flags & 0x80 == 0 ? nil : offset..<offset + (3 << (Int(flags & 7) + 1))
    }

    /// Reads an extension: a graphic control extension into `control`, and the repetitions of an animation into
    /// `loopCount`. All other extensions are skipped.
    /// - Returns: false if the file ends within the extension.
    private mutating func readExtension(_ reader: inout ByteReader, _ control: inout Control?) -> Bool {
        guard let label = reader.next(), let length = reader.next() else { return false }
        let block = reader.next(Int(length))
        guard block.count == Int(length) else { return false }
        if length == 0 { return true }
        if label == 0xF9, length >= 4 {
            control = Control(
                transparentIndex: block[0] & 1 == 0 ? nil : block[3],
                disposal: [2: .clear, 3: .restore][block[0] >> 2 & 7] ?? .keep,
                delay: 10 * (Int(block[1]) | Int(block[2]) << 8)
            )
        } else if label == 0xFF, block.elementsEqual("NETSCAPE2.0".utf8) || block.elementsEqual("ANIMEXTS1.0".utf8) {
            guard let length = reader.next() else { return false }
            let loop = reader.next(Int(length))
            guard loop.count == Int(length) else { return false }
            if length == 0 { return true }
            if loop.count >= 3, loop[0] & 7 == 1 {
                let repetitions = Int(loop[1]) | Int(loop[2]) << 8
                loopCount = repetitions == 0 ? 0 : repetitions + 1
            }
        }
        return skipBlocks(&reader)
    }

    /// Skips blocks up to and including the empty block that ends their sequence.
    /// - Returns: false if the file ends before the empty block.
    private func skipBlocks(_ reader: inout ByteReader) -> Bool {
        while let length = reader.next() {
            if length == 0 { return true }
            reader.skip(Int(length))
        }
        return false
    }
}
