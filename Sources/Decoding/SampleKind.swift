import Vips

/// The kind of an image's samples, in the words of libvips.
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
