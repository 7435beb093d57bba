import Files
import ImageSpecs
import WorkerProtocol

/// Reads the format and the size of a file without libvips. The file can be a source whose size a spec uses, or a cache
/// file without a record, such as a file that a Django site made.
///
/// The rest of the file is not checked. If a source has errors, the worker that decodes the source reports them.
package struct ImageHeader {
    let bytes: HeaderBytes

    /// - Returns: nil if the file cannot be opened, if imagekit does not write the format of the file, if `image` does
    ///   not read this format, or if the header is truncated.
    package static func read(_ path: String) -> Outcome.MadeImage? {
        guard let file = try? RegularFile(path, followingLink: false),
            let found = ImageHeader(bytes: HeaderBytes(of: file)).image, found.format.isWritten
        else { return nil }
        return Outcome.MadeImage(
            width: found.width,
            height: found.height,
            bytes: file.size,
            format: found.format
        )
    }

    /// The format and the size in pixels.
    var image: (format: ImageFormat, width: Int, height: Int)? {
        guard let format = ImageFormat(bytes.head), let (width, height) = size(format), width > 0, height > 0 else {
            return nil
        }
        return (format, width, height)
    }

    /// Returns the size in pixels; nil if the header is truncated, or if this type does not read the format.
    private func size(_ format: ImageFormat) -> (Int, Int)? {
        switch format {
        case .jpeg: jpeg()
        case .png: png()
        case .gif: gif()
        case .webp: webp()
        case .tiff: tiff()
        case .bmp: bmp()
        case .avif, .heic: heif()
        case .jpeg2000: jpeg2000()
        case .ico, .cur: icon(format)
        case .jxl: jxl()
        case .svg, .pdf: nil
        }
    }

    // MARK: - Formats

    /// Returns the size from the first frame header (ITU T.81, B.2.2).
    private func jpeg() -> (Int, Int)? {
        jpegSegments().first { marker, _ in
            (0xC0...0xCF).contains(marker) && ![0xC4, 0xC8, 0xCC].contains(marker)
        }.map { (big(2, at: $0.offset + 7), big(2, at: $0.offset + 5)) }
    }

    private func png() -> (Int, Int)? {
        bytes.count >= 24 ? (big(4, at: 16), big(4, at: 20)) : nil
    }

    private func gif() -> (Int, Int)? {
        guard bytes.count >= 13 else { return nil }
        let canvas = (width: little(2, at: 6), height: little(2, at: 8))
        // Decoders enlarge a canvas that is too small for the first frame. So return the enlarged size.
        guard let frame = gifFrame(), frame + 9 <= bytes.count else { return canvas }
        return (
            max(canvas.width, little(2, at: frame + 1) + little(2, at: frame + 5)),
            max(canvas.height, little(2, at: frame + 3) + little(2, at: frame + 7))
        )
    }

    /// Returns the size from the first chunk, which has one of three types (RFC 9649).
    private func webp() -> (Int, Int)? {
        if has("VP8L", at: 12), bytes.count >= 25 {
            let bits = little(4, at: 21)
            return ((bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1)
        }
        guard bytes.count >= 30 else { return nil }
        if has("VP8X", at: 12) { return (little(3, at: 24) + 1, little(3, at: 27) + 1) }
        return has("VP8 ", at: 12) ? (little(2, at: 26) & 0x3FFF, little(2, at: 28) & 0x3FFF) : nil
    }

    private func bmp() -> (Int, Int)? {
        bytes.count >= 26 ? bitmap(at: 14) : nil
    }

    /// Returns the size from the header of a bitmap, in a BMP file or in an icon.
    private func bitmap(at start: Int) -> (Int, Int)? {
        guard start + 12 <= bytes.count else { return nil }
        // The oldest header stores each side in two bytes.
        if little(4, at: start) == 12 { return (little(2, at: start + 4), little(2, at: start + 6)) }
        let height = Int32(truncatingIfNeeded: little(4, at: start + 8))
        return (little(4, at: start + 4), Int(height.magnitude))
    }

    /// Returns the size of the largest picture of an icon or a cursor.
    private func icon(_ format: ImageFormat) -> (Int, Int)? {
        let isCursor = format == .cur
        let entries = (0..<little(2, at: 4)).map { 6 + $0 * 16 }.filter { $0 + 16 <= bytes.count }
        func rank(_ entry: Int) -> (Int, Int) {
            // A side of 0 stands for 256. Of two pictures with the same size, the picture with more bits wins. In a
            // cursor, the field for the number of bits contains the position of the hot spot, so ignore the field.
            let sides = [bytes[entry], bytes[entry + 1]].map { $0 == 0 ? 256 : Int($0) }
            return (sides[0] * sides[1], isCursor ? 0 : little(2, at: entry + 6))
        }
        guard let largest = entries.max(by: { rank($0) < rank($1) }) else { return nil }
        let start = little(4, at: largest + 12)
        if has([0x89, 0x50, 0x4E, 0x47], at: start), start + 24 <= bytes.count {
            return (big(4, at: start + 16), big(4, at: start + 20))
        }
        // The height in the header includes the mask, which has as many rows as the picture.
        return bitmap(at: start).map { ($0.0, $0.1 / 2) }
    }

    private func tiff() -> (Int, Int)? {
        tiffTags(at: 0).flatMap { tags in tags[256].flatMap { width in tags[257].map { (width, $0) } } }
    }

    /// Returns the largest of the image spatial extents properties (ISO/IEC 23008-12, 6.5.3), because a picture can
    /// consist of smaller tiles.
    private func heif() -> (Int, Int)? {
        // Use UInt, because in a malicious file the area can need all 64 bits.
        let sizes = properties("ispe").map { (width: big(4, at: $0 + 8), height: big(4, at: $0 + 12)) }
        return sizes.max { UInt($0.width) * UInt($0.height) < UInt($1.width) * UInt($1.height) }
    }

    /// Returns the size from the image header box, or from the size segment of a raw codestream (ITU T.800, I.5.3.1 and
    /// A.5.1).
    private func jpeg2000() -> (Int, Int)? {
        if has([0xFF, 0x4F, 0xFF, 0x51], at: 0), bytes.count >= 24 {
            return (big(4, at: 8) - big(4, at: 16), big(4, at: 12) - big(4, at: 20))
        }
        for offset in 8..<max(8, min(bytes.count, 4096) - 12) where has("ihdr", at: offset) {
            return (big(4, at: offset + 8), big(4, at: offset + 4))
        }
        return nil
    }
}
