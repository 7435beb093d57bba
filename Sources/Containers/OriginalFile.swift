import ImageSpecs

/// A source's file without its metadata.
///
/// Only the parts that a picture needs are kept, and all others are left out, because formats have many parts that can
/// contain a position, a name, or a thumbnail. The coded pixels of JPEG, PNG, and GIF are followed to their end, because
/// decoders ignore what is behind them.
package enum OriginalFile {
    /// - Parameter keepsProfile: whether the colour profile is kept; otherwise the colours must be those of sRGB.
    /// - Returns: nil for another format, and for a file whose structure is unusual: it has to be encoded again.
    package static func withoutMetadata(_ file: [UInt8], _ format: ImageFormat, keepsProfile: Bool) -> [UInt8]? {
        let picture: [UInt8]? =
            switch format {
            case .jpeg: JPEGFile.withoutMetadata(file, keepsProfile: keepsProfile)
            case .png: PNGFile.withoutMetadata(file, keepsProfile: keepsProfile)
            case .gif: GIFFile.withoutMetadata(file)
            case .webp: WebPFile.withoutMetadata(file, keepsProfile: keepsProfile)
            default: nil
            }
        return picture.flatMap { $0.count <= file.count ? $0 : nil }
    }
}
