import Files
import ImageSpecs
import WorkerProtocol

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Reads the format and the size of a file without libvips. This is used for a cache file without a record, such as one
/// that a Django site made, and for a source whose spec uses its size. It does not check whether the rest of the file
/// is valid; a worker does.
package struct ImageHeader {
    let bytes: HeaderBytes

    /// - Returns: nil if the file is not an image in a format that can be written, or its header is truncated.
    package static func read(_ path: String) -> Outcome.MadeImage? {
        // `O_NONBLOCK`, because opening a pipe would block.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, FileKind(status) == .regular else { return nil }
        let bytes = HeaderBytes(of: descriptor, count: Int(status.st_size))
        guard let found = ImageHeader(bytes: bytes).image else { return nil }
        return Outcome.MadeImage(
            width: found.width,
            height: found.height,
            bytes: Int(status.st_size),
            format: found.format
        )
    }

    /// The format and the size in pixels.
    var image: (format: ImageFormat, width: Int, height: Int)? {
        let readers: [(ImageFormat, () -> (Int, Int)?)] = [
            (.jpeg, jpeg), (.png, png), (.gif, gif), (.webp, webp), (.bmp, bmp), (.tiff, tiff), (.avif, avif),
            (.jpeg2000, jpeg2000),
        ]
        for (format, read) in readers {
            if let (width, height) = read(), width > 0, height > 0 { return (format, width, height) }
        }
        return nil
    }

    // MARK: - Formats

    /// The segments up to the start of a frame (ITU T.81, B.2.2).
    private func jpeg() -> (Int, Int)? {
        guard has([0xFF, 0xD8, 0xFF], at: 0) else { return nil }
        return jpegSegments().first { marker, _ in
            (0xC0...0xCF).contains(marker) && ![0xC4, 0xC8, 0xCC].contains(marker)
        }.map { (big(2, at: $0.offset + 7), big(2, at: $0.offset + 5)) }
    }

    private func png() -> (Int, Int)? {
        guard has([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], at: 0), bytes.count >= 24 else { return nil }
        return (big(4, at: 16), big(4, at: 20))
    }

    private func gif() -> (Int, Int)? {
        guard has("GIF8", at: 0), bytes.count >= 10 else { return nil }
        return (little(2, at: 6), little(2, at: 8))
    }

    /// The three possible types of the first chunk (RFC 9649).
    private func webp() -> (Int, Int)? {
        guard has("RIFF", at: 0), has("WEBP", at: 8), bytes.count >= 30 else { return nil }
        if has("VP8X", at: 12) { return (little(3, at: 24) + 1, little(3, at: 27) + 1) }
        if has("VP8L", at: 12) {
            let bits = little(4, at: 21)
            return ((bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1)
        }
        return has("VP8 ", at: 12) ? (little(2, at: 26) & 0x3FFF, little(2, at: 28) & 0x3FFF) : nil
    }

    private func bmp() -> (Int, Int)? {
        guard has("BM", at: 0), bytes.count >= 26 else { return nil }
        let height = Int32(truncatingIfNeeded: little(4, at: 22))
        return (little(4, at: 18), Int(height.magnitude))
    }

    private func tiff() -> (Int, Int)? {
        tiffTags(at: 0).flatMap { tags in tags[256].flatMap { width in tags[257].map { (width, $0) } } }
    }

    /// The largest image spatial extents property (ISO/IEC 23008-12, 6.5.3), because a picture can consist of tiles.
    private func avif() -> (Int, Int)? {
        guard has("ftyp", at: 4) else { return nil }
        // In a hostile file the area needs 64 bits.
        let sizes = properties("ispe").map { (width: big(4, at: $0 + 8), height: big(4, at: $0 + 12)) }
        return sizes.max { UInt($0.width) * UInt($0.height) < UInt($1.width) * UInt($1.height) }
    }

    /// The image header box, or the size segment of a raw codestream (ITU T.800, I.5.3.1 and A.5.1).
    private func jpeg2000() -> (Int, Int)? {
        if has([0xFF, 0x4F, 0xFF, 0x51], at: 0), bytes.count >= 24 {
            return (big(4, at: 8) - big(4, at: 16), big(4, at: 12) - big(4, at: 20))
        }
        guard has("jP  ", at: 4) else { return nil }
        for offset in 8..<max(8, min(bytes.count, 4096) - 12) where has("ihdr", at: offset) {
            return (big(4, at: offset + 8), big(4, at: offset + 4))
        }
        return nil
    }
}
