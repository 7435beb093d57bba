import Vips

/// The kind of an image's samples, with the names that libvips uses.
package struct SampleKind: Hashable {
    package let bands: Int
    /// The nickname of the sample format: `uchar`, `ushort`, `float`, …
    package let format: String
    /// The nickname of the colour space: `srgb`, `b-w`, `cmyk`, …
    package let interpretation: String
}

extension Image {
    var samples: SampleKind { SampleKind(bands: bands, format: format, interpretation: interpretation) }
}
