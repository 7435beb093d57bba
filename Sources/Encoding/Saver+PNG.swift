import ImageSpecs
import PNGEncoding
import Vips

extension Saver {
    /// Encodes the image with `PNGEncoding`.
    /// - Returns: nil if the format is not PNG, or if only libvips supports the image or the options. Examples are the
    ///   option `palette`, and an image whose rows together exceed `PNGRows.maxByteCount`.
    func encodePNG(_ image: Image, keepsMetadata: Bool) throws -> [UInt8]? {
        guard let encoder = pngEncoder, image.isGreyOrRGB,
            let metadata = keepsMetadata ? image.pngMetadata : PNGMetadata(),
            PNGRows.fit(width: image.width, height: image.height, samplesPerPixel: image.bands)
        else { return nil }
        var rows = try PNGRows(width: image.width, height: image.height, samplesPerPixel: image.bands)
        let rowSize = image.width * image.bands
        try image.readStrips { strip in
            for index in 0..<strip.count {
                rows.append(UnsafeRawBufferPointer(start: strip.row(index), count: rowSize))
            }
        }
        return try encoder.encode(rows, metadata)
    }

    /// The encoder for these options. It is nil if the format is not PNG, or if only libvips supports the options.
    private var pngEncoder: PNGEncoder? {
        guard format == .png else { return nil }
        var level = 6
        var filtering = PNGEncoder.Filtering.automatic
        for (name, value) in arguments {
            switch (name, value) {
            case ("compression", .int(let value)) where 0...9 ~= value: level = value
            case ("filter", .string("all")): filtering = .automatic
            case ("filter", .string("none")): filtering = .none
            default: return nil
            }
        }
        return PNGEncoder(level: level, filtering: filtering)
    }
}

extension Image {
    /// Whether `PNGEncoding` supports the pixels: 8-bit samples in grey or sRGB, with or without alpha.
    fileprivate var isGreyOrRGB: Bool {
        format == "uchar" && [1: "b-w", 2: "b-w", 3: "srgb", 4: "srgb"][bands] == interpretation
    }

    /// The metadata of a PNG with this image. It is nil if there is metadata that only libvips writes.
    fileprivate var pngMetadata: PNGMetadata? {
        let isKnown = fields.allSatisfy { !$0.hasPrefix("exif-") && !$0.hasPrefix("png-comment-") }
        return isKnown ? PNGMetadata(profile: blob(field: "icc-profile-data"), xmp: blob(field: "xmp-data")) : nil
    }
}
