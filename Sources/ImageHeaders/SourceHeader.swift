import Files

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What a source says of its size without being decoded.
package struct SourceHeader {
    /// The pixels as they are in the file.
    package let storedSize: (width: Int, height: Int)
    /// EXIF's, 1 to 8; 1 where the source has none.
    package let orientation: Int

    package var uprightSize: (width: Int, height: Int) {
        orientation >= 5 ? (storedSize.height, storedSize.width) : storedSize
    }

    /// - Returns: nil where the file is no image of a format that is read, or its header is cut off.
    package static func read(_ path: String) -> SourceHeader? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, FileKind(status) == .regular else { return nil }
        return SourceHeader(ImageHeader(bytes: HeaderBytes(of: descriptor, count: Int(status.st_size))))
    }

    private init?(_ header: ImageHeader) {
        guard let image = header.image else { return nil }
        // A HEIF's turn is part of its decoding, whatever its EXIF says.
        let isTurned = image.format == .avif && header.turnsSideways
        storedSize = isTurned ? (image.height, image.width) : (image.width, image.height)
        orientation = header.orientation(image.format)
    }
}
