import Files
import ImageSpecs

/// The format and the traits of a source, read without decoding it.
package struct SourceTraits {
    package let format: ImageFormat
    package let traits: Set<SourceTrait>

    /// - Returns: nil if the file is not in one of the formats that `ImageHeader.image` reads, or if its header is
    ///   truncated.
    package static func read(_ path: String) -> SourceTraits? {
        guard let file = try? RegularFile(path) else { return nil }
        let header = ImageHeader(bytes: HeaderBytes(of: file))
        guard let image = header.image else { return nil }
        var traits = header.traits(image.format)
        if image.width % 8 != 0 || image.height % 8 != 0 { traits.insert(.unevenSides) }
        return SourceTraits(format: image.format, traits: traits)
    }
}

/// Finds the traits that a `FixedFault` names for the format of a source. If the header does not show whether a source
/// has such a trait, the source counts as having this trait.
extension ImageHeader {
    fileprivate func traits(_ format: ImageFormat) -> Set<SourceTrait> {
        switch format {
        case .jpeg: jpegTraits
        case .png: pngTraits
        case .webp: webpTraits
        case .tiff: tiffTraits
        case .gif: [.transparency, .frames]
        case .avif, .heic: [.transparency, .profile]
        default: []
        }
    }

    /// Profiles are in segments APP2 (ICC.1:2010, B.4). The header of a frame contains the number of components (ITU
    /// T.81, B.2.2). Four components are inks.
    private var jpegTraits: Set<SourceTrait> {
        var traits: Set<SourceTrait> = []
        for (marker, offset) in jpegSegments() {
            if marker == 0xE2, has("ICC_PROFILE\0", at: offset + 4) { traits.insert(.profile) }
            if (0xC0...0xCF).contains(marker), ![0xC4, 0xC8, 0xCC].contains(marker), bytes[offset + 9] == 4 {
                traits.insert(.inks)
            }
        }
        return traits
    }

    private var pngTraits: Set<SourceTrait> {
        var traits: Set<SourceTrait> = []
        let (depth, colors) = (bytes[24], bytes[25])
        if depth == 16 { traits.insert(.sixteenBits) }
        if colors >= 4 { traits.insert(.transparency) }
        for chunk in pngChunksBeforePixels() {
            switch chunk.type {
            case "iCCP": traits.insert(.profile)
            case "cICP", "gAMA", "cHRM": traits.insert(.describedColors)
            case "acTL": traits.insert(.frames)
            case "tRNS": traits.insert(.transparency)
            default: break
            }
        }
        return traits
    }

    /// An extended WebP has flags (RFC 9649, 2.7). A lossless WebP without these flags can be transparent.
    private var webpTraits: Set<SourceTrait> {
        guard has("VP8X", at: 12) else { return has("VP8L", at: 12) ? [.transparency] : [] }
        let flags: [(UInt8, SourceTrait)] = [(0x20, .profile), (0x10, .transparency), (0x02, .frames)]
        return Set(flags.filter { bytes[20] & $0.0 != 0 }.map(\.1))
    }

    /// For a colour image, `tiffTags` can contain the offset of the numbers of bits instead of the number of bits. An
    /// offset is greater than 8, so such an image counts as an image with 16 bits.
    private var tiffTraits: Set<SourceTrait> {
        let tags = tiffTags(at: 0) ?? [:]
        var traits: Set<SourceTrait> = []
        if tags[258].map({ $0 > 8 }) ?? false { traits.insert(.sixteenBits) }
        if tags[262] == 5 { traits.insert(.inks) }
        if tags[34675] != nil { traits.insert(.profile) }
        // The tag of extra samples is often missing. Then the decoder treats a single extra sample as alpha, except
        // with inks. This check includes all extra samples: the traits select the images that `--outdated` makes again,
        // so a trait too many costs only time.
        let colorCount = [2: 3, 5: 4, 6: 3, 8: 3, 32845: 3][tags[262] ?? 0] ?? 1
        if tags[338] != nil || tags[277] ?? 1 > colorCount { traits.formUnion([.transparency, .unusualSamples]) }
        if tags[262] == 6 || tags[339].map({ $0 != 1 }) ?? false { traits.insert(.unusualSamples) }
        return traits
    }
}
