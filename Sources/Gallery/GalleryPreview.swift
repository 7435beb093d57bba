import Markup

/// The picture that a gallery shows for a source.
package struct GalleryPreview: Sendable {
    /// The value of `src`; nil if the gallery shows only the placeholder.
    package let address: String?
    package let size: PixelSize
    package let placeholder: Picture.Placeholder?

    package init(address: String?, size: PixelSize, placeholder: Picture.Placeholder?) {
        self.address = address
        self.size = size
        self.placeholder = placeholder
    }
}
