import Containers
import Decoding
import ImageSpecs
import Pictures
import Vips

/// The metadata of a source that an output keeps. Everything else is removed.
package struct KeptMetadata {
    private let kinds: Set<MetadataKind>
    private let header: Image?
    private let profile: [UInt8]?

    /// - Parameters:
    ///   - header: the image whose fields are the metadata of the source. It can be nil if `kinds` is empty.
    ///   - source: the colour profile of the source.
    ///   - colors: the colours of the output. A profile that these colours need is written even if `kinds` does not
    ///     contain `icc`.
    package init(
        _ kinds: [MetadataKind],
        of header: Image?,
        from source: SourceProfile?,
        colors: SpecExtensions.ColorProfile
    ) throws {
        self.kinds = Set(kinds)
        self.header = header
        switch colors {
        case .keep: profile = source?.needed
        case .p3: profile = try EmbeddedProfile.named("p3")
        case .srgb: profile = kinds.contains(.icc) ? try EmbeddedProfile.named("srgb") : nil
        }
    }

    /// Whether the profile of the output's colours is for greys.
    var hasGreyProfile: Bool { profile.map { EmbeddedProfile.fits($0, bands: 1) } ?? false }

    /// Attaches the metadata to an image that has no metadata yet.
    /// - Returns: whether there is any metadata.
    func note(with image: Image) -> Bool {
        var count = header.map { copyFields(of: $0, to: image) } ?? 0
        if let profile, image.interpretation != "cmyk",
            let fitted = EmbeddedProfile.fitted(profile, bands: image.bands)
        {
            image.set(field: "icc-profile-data", fitted)
            count += 1
        }
        return count > 0
    }

    /// - Returns: the number of copied fields.
    private func copyFields(of header: Image, to image: Image) -> Int {
        var count = 0
        for field in header.fields where isKept(exifField: field) {
            if let text = header.text(field: field).flatMap(EXIFText.writable) {
                image.set(field: field, text)
            } else {
                image.copyField(field, from: header)
            }
            count += 1
        }
        if kinds.contains(.iptc), header.has(field: "iptc-data") {
            image.copyField("iptc-data", from: header)
            count += 1
        }
        if kinds.contains(.xmp), let packet = header.blob(field: "xmp-data"),
            let kept = kinds.contains(.gps) ? XMPPacket.withoutOrientation(packet) : XMPPacket.withoutLocations(packet)
        {
            image.set(field: "xmp-data", kept)
            count += 1
        }
        return count
    }

    /// Whether an EXIF field is kept. In libvips, the names of EXIF fields have the form `exif-ifd0-Copyright`. The
    /// directory `ifd0` describes the picture, `ifd2` describes the camera, and `ifd3` describes the location.
    private func isKept(exifField name: String) -> Bool {
        let parts = name.split(separator: "-", maxSplits: 2)
        guard parts.count == 3, parts[0] == "exif" else { return false }
        switch (parts[1], parts[2]) {
        case ("ifd0", "Copyright"), ("ifd0", "Artist"):
            return kinds.contains(.copyright) || kinds.contains(.exif)
        case ("ifd0", "Orientation"), ("ifd0", "XMLPacket"), ("ifd2", "MakerNote"): return false
        case ("ifd0", _), ("ifd2", _): return kinds.contains(.exif)
        case ("ifd3", _): return kinds.contains(.gps)
        default: return false
        }
    }

    /// The metadata chunks that a WebP file keeps.
    var webPChunks: Set<String> {
        var chunks: Set<String> = profile == nil ? [] : ["ICCP"]
        if header?.fields.contains(where: isKept) == true { chunks.insert("EXIF") }
        if kinds.contains(.xmp) { chunks.insert("XMP ") }
        return chunks
    }
}
