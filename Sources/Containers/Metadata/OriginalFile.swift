import ImageSpecs

/// Removes the metadata from source files.
///
/// Only the parts that a picture needs are kept, because formats have many parts that can contain a location, a name,
/// or a thumbnail. For JPEG, PNG and GIF, this type also reads the encoded pixels to find their end. Other data can
/// follow the end, because decoders ignore such data. For WebP, `WebPSurplus` finds such data.
package enum OriginalFile {
    /// - Parameter keepsProfile: whether the colour profile is kept. Pass false only for a file with sRGB colours.
    /// - Returns: nil for formats other than JPEG, PNG, GIF, and WebP, for a file with an unusual structure, and for a
    ///   file that would become larger. In these cases, the caller has to use an encoded image instead.
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
