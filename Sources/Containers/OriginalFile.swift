import ImageSpecs

/// A source's file taken as it is, but for its metadata.
package enum OriginalFile {
    /// - Parameter keepsProfile: the colour profile stays; else the colours must be sRGB's.
    /// - Returns: nil where the file is not of a kind that is taken, or its structure is not what it should be.
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
