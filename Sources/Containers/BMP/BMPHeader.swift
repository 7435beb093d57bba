import Pictures

/// The header of a BMP, or of a bitmap in an icon: the size, the layout of the pixels, and the offsets of palette and
/// pixels.
///
/// The specifications are `BITMAPCOREHEADER` to `BITMAPV5HEADER` of the Windows API and `BITMAPINFOHEADER2` of OS/2. If
/// a file violates these specifications, this code treats the file in the same way as Pillow and Chromium.
package struct BMPHeader {
    /// How the pixels are stored.
    package enum Layout: Equatable {
        /// Palette indices of 1, 2, 4 or 8 bits. The leftmost pixel has the highest bits.
        case indexed(bits: Int)
        /// Little-endian numbers of 16, 24 or 32 bits. Each channel has some of the bits.
        case direct(bits: Int, red: ChannelMask, green: ChannelMask, blue: ChannelMask, alpha: ChannelMask)
        /// Run-length encoded palette indices of 4 or 8 bits, or colours of 24 bits.
        case runs(bits: Int)

        package var bits: Int {
            switch self {
            case .indexed(let bits), .runs(let bits), .direct(let bits, _, _, _, _): bits
            }
        }
    }

    package let size: Size
    /// Whether the first row of the file is the bottom row of the picture.
    package let isBottomUp: Bool
    package let layout: Layout
    /// The palette. Each entry has the bytes blue, green and red. A fourth byte follows, except in files with a header
    /// of 12 bytes.
    package let palette: (offset: Int, count: Int, entryLength: Int)
    /// The offset of the pixels.
    package let dataOffset: Int
    /// The range of the colour profile, if the file has one.
    package let profile: Range<Int>?

    /// The number of bytes per row, padded to a multiple of four. This value does not apply to run-length encoded data,
    /// whose rows have different lengths.
    package var stride: Int { (size.width * layout.bits + 31) / 32 * 4 }

    /// The offset of the end of the last row. The padding of this row is not counted, because a file can omit it.
    package var dataEnd: Int { dataOffset + stride * (size.height - 1) + (size.width * layout.bits + 7) / 8 }

    // In an icon, a mask follows the pixels. It has one bit per pixel, and 1 means transparent.
    package var maskOffset: Int { dataOffset + stride * size.height }
    package var maskStride: Int { (size.width + 31) / 32 * 4 }
    package var maskEnd: Int { maskOffset + maskStride * (size.height - 1) + (size.width + 7) / 8 }

    /// - Parameter isInIcon: if true, the file header is missing, the height includes the mask, and the fourth byte of
    ///   32-bit pixels is alpha.
    /// - Throws: `ContainerError`.
    package init(of file: some ByteSource, isInIcon: Bool = false) throws(ContainerError) {
        let start = isInIcon ? 0 : 14
        let fields = Fields(bytes: file.read(at: start, count: Fields.maxLength))
        let length = fields.number(at: 0, 4)
        guard length == 12 || 16...(1 << 16) ~= length else {
            throw .corrupt("its header cannot have \(length) bytes")
        }
        guard fields.bytes.count >= min(length, Fields.maxLength) else { throw .corrupt("the file ends in its header") }
        let info = Fields(bytes: Array(fields.bytes.prefix(length)))

        let isOldest = length == 12
        let width = isOldest ? info.number(at: 4, 2) : info.signed(at: 4)
        let storedHeight = isOldest ? info.number(at: 6, 2) : info.signed(at: 8)
        let height = isInIcon ? storedHeight / 2 : storedHeight
        guard width > 0, height != 0 else { throw .corrupt("its size, \(width)×\(height), is invalid") }
        size = Size(width: width, height: abs(height))
        isBottomUp = height > 0

        let bits = info.number(at: isOldest ? 10 : 14, 2)
        let compression = isOldest ? 0 : info.number(at: 16, 4)
        let isOS2 = length < 40 || length == 64
        // A header of 40 bytes has no room for the masks of the compressions 3 and 6, so these masks follow the header.
        let masksAfterHeader = length >= 52 || isOS2 ? 0 : [3: 12, 6: 16][compression] ?? 0
        let masks = Fields(bytes: Array(fields.bytes.dropFirst(40).prefix(max(masksAfterHeader, length - 40))))
        layout = try BMPHeader.layout(bits, compression, isOS2: isOS2, isInIcon: isInIcon, masks: masks)

        let headerEnd = start + length + masksAfterHeader
        let used = min(isOldest ? 0 : info.number(at: 32, 4), file.byteCount)
        let entryLength = isOldest ? 3 : 4
        let listed = used == 0 && bits <= 8 ? 1 << bits : used
        let declared = isInIcon ? 0 : Fields(bytes: file.read(at: 10, count: 4)).number(at: 0, 4)
        let paletteEnd = headerEnd + listed * entryLength
        var count = bits <= 8 ? min(listed, 1 << bits) : 0
        if declared < headerEnd || (declared == headerEnd && bits <= 8) {
            // A bitmap in an icon has no offset of the pixels. Some programs write an offset that is too small: it is
            // within the header, or it leaves no space for the palette. In all these cases, the pixels follow the
            // palette.
            dataOffset = paletteEnd
        } else {
            // If the offset leaves space for only a part of the palette, the palette has only this part.
            dataOffset = declared
            count = min(count, (declared - headerEnd) / entryLength)
        }
        palette = (headerEnd, count, entryLength)

        let isEmbedded = length >= 124 && info.bytes[56..<60].elementsEqual("DEBM".utf8)
        let profileStart = start + info.number(at: 112, 4)
        let profileEnd = profileStart + info.number(at: 116, 4)
        profile = isEmbedded && profileEnd <= file.byteCount ? profileStart..<profileEnd : nil
    }

    private static func layout(
        _ bits: Int,
        _ compression: Int,
        isOS2: Bool,
        isInIcon: Bool,
        masks: Fields
    ) throws(ContainerError) -> Layout {
        func direct(_ red: UInt32, _ green: UInt32, _ blue: UInt32, _ alpha: UInt32) -> Layout {
            // A shift by 32 bits or more gives 0, so that the difference has all bits.
            let all = UInt32(1) << bits &- 1
            return .direct(
                bits: bits,
                red: ChannelMask(red & all),
                green: ChannelMask(green & all),
                blue: ChannelMask(blue & all),
                alpha: ChannelMask(alpha & all)
            )
        }
        let usual =
            bits == 16 ? direct(0x7C00, 0x3E0, 0x1F, 0) : direct(0xFF0000, 0xFF00, 0xFF, isInIcon ? 0xFF00_0000 : 0)
        switch (compression, bits) {
        case (0, 1), (0, 2), (0, 4), (0, 8): return .indexed(bits: bits)
        case (0, 16), (0, 24), (0, 32): return usual
        case (1, 8), (2, 4): return .runs(bits: bits)
        case (4, 24) where isOS2: return .runs(bits: bits)
        case (3, 16), (3, 32), (6, 16), (6, 32):
            guard !isOS2 else { break }
            let fields = (0..<4).map { UInt32(truncatingIfNeeded: masks.number(at: $0 * 4, 4)) }
            return fields[0] | fields[1] | fields[2] == 0 ? usual : direct(fields[0], fields[1], fields[2], fields[3])
        default: break
        }
        let names = [3: "Huffman coding", 4: "a JPEG in it", 5: "a PNG in it"]
        let kind = names[compression].map { "with \($0)" } ?? "of compression \(compression)"
        throw .unsupported("a BMP \(kind) and \(bits) bits per pixel is not read")
    }
}

/// The little-endian numbers in a header. A number beyond the end is 0, because older headers are shorter.
private struct Fields {
    static let maxLength = 124

    let bytes: [UInt8]

    func number(at offset: Int, _ count: Int) -> Int {
        guard offset + count <= bytes.count else { return 0 }
        return bytes[offset..<offset + count].littleEndian
    }

    func signed(at offset: Int) -> Int { Int(Int32(truncatingIfNeeded: number(at: offset, 4))) }
}
