import ImageSpecs

/// Copies a source file without its metadata. The pixels are not encoded again.
package enum OriginalFile {
    /// - Parameter keepsProfile: whether the colour profile is kept. If not, the colours must be sRGB.
    /// - Returns: nil if the format is not supported, or the file's structure is broken.
    package static func withoutMetadata(_ file: [UInt8], _ format: ImageFormat, keepsProfile: Bool) -> [UInt8]? {
        switch format {
        case .jpeg: JPEGFile.withoutMetadata(file, keepsProfile: keepsProfile)
        case .png: PNGFile.withoutMetadata(file, keepsProfile: keepsProfile)
        case .gif: GIFFile.withoutMetadata(file)
        case .webp: WebPContainer.withoutMetadata(file, but: keepsProfile ? ["ICCP"] : [])
        default: nil
        }
    }
}
