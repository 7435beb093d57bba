import Files

/// The size of a source, read without decoding it.
package struct SourceHeader {
    /// The width and the height in pixels that decoding produces, before the EXIF orientation is applied.
    package let storedSize: (width: Int, height: Int)
    /// The EXIF orientation, from 1 to 8. It is 1 if the source has none.
    package let orientation: Int

    package var uprightSize: (width: Int, height: Int) {
        orientation >= 5 ? (storedSize.height, storedSize.width) : storedSize
    }

    /// - Returns: nil if the file is not in one of the formats that `ImageHeader.image` and `ImageHeader.icon` read, or
    ///   if its header is truncated.
    package static func read(_ path: String) -> SourceHeader? {
        (try? RegularFile(path)).flatMap { SourceHeader(of: $0) }
    }

    /// Reads the header of an open file, as `read`.
    package init?(of file: RegularFile) { self.init(ImageHeader(bytes: HeaderBytes(of: file))) }

    /// Creates the header of a source that was read before.
    package init(storedSize: (width: Int, height: Int), orientation: Int) {
        self.storedSize = storedSize
        self.orientation = orientation
    }

    private init?(_ header: ImageHeader) {
        guard let image = header.image else {
            guard let icon = header.icon, icon.width > 0, icon.height > 0 else { return nil }
            (storedSize, orientation) = (icon, 1)
            return
        }
        // Decoding always applies the rotation of a HEIF (`irot`), and ignores the orientation in its EXIF data. So the
        // rotation is a part of the stored size.
        let isTurned = image.format == .avif && header.turnsSideways
        storedSize = isTurned ? (image.height, image.width) : (image.width, image.height)
        orientation = header.orientation(image.format)
    }
}
