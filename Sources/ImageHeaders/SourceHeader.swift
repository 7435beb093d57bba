import Files

/// The size of a source, read without decoding it.
package struct SourceHeader: Equatable, Sendable {
    // Use small integers, because a run can keep the headers of a million sources.
    private let width: UInt32
    private let height: UInt32
    private let turn: UInt8

    /// The width and the height in pixels that decoding produces, before the EXIF orientation is applied.
    package var storedSize: (width: Int, height: Int) { (Int(width), Int(height)) }

    /// The EXIF orientation, from 1 to 8. It is 1 if the source has none, or if decoding ignores it.
    package var orientation: Int { Int(turn) }

    package var uprightSize: (width: Int, height: Int) {
        orientation >= 5 ? (storedSize.height, storedSize.width) : storedSize
    }

    /// - Returns: nil if the file is not in one of the formats that `ImageHeader.image` reads, or if its header is
    ///   truncated.
    package static func read(_ path: String) -> SourceHeader? {
        (try? RegularFile(path)).flatMap { SourceHeader(of: $0) }
    }

    /// Reads the header of an open file, like `read`.
    package init?(of file: RegularFile) { self.init(ImageHeader(bytes: HeaderBytes(of: file))) }

    /// The result of reading the header from the first bytes of a file.
    package enum Start {
        /// The header; nil in the same cases as for `read(_:)` with a path.
        case enough(SourceHeader?)
        /// The header needs more bytes.
        case tooShort
    }

    /// Reads the header from the first bytes of a file.
    /// - Parameter count: the size of the file.
    package static func read(first bytes: [UInt8], count: Int) -> Start {
        let bytes = HeaderBytes(first: bytes, count: count)
        let header = SourceHeader(ImageHeader(bytes: bytes))
        return bytes.lacksBytes ? .tooShort : .enough(header)
    }

    /// Creates the header of a source that was read before.
    /// - Returns: nil if a side or the orientation is outside its range.
    package init?(storedSize: (width: Int, height: Int), orientation: Int) {
        guard let width = UInt32(exactly: storedSize.width), let height = UInt32(exactly: storedSize.height),
            width > 0, height > 0, (1...8).contains(orientation)
        else { return nil }
        (self.width, self.height, turn) = (width, height, UInt8(orientation))
    }

    private init?(_ header: ImageHeader) {
        guard let image = header.image else { return nil }
        // Decoding always applies the rotation of a HEIF (`irot`), and ignores the orientation in its EXIF data. So the
        // rotation is a part of the stored size.
        let isTurned = [.avif, .heic].contains(image.format) && header.turnsSideways
        self.init(
            storedSize: isTurned ? (image.height, image.width) : (image.width, image.height),
            orientation: header.orientation(image.format)
        )
    }
}
