/// A source in a gallery, with its images.
package struct GallerySource: Sendable {
    /// The name of the source, or the id of the generator of a canvas.
    package let title: String
    /// The bytes of the source; nil for a canvas, and for a source that cannot be read.
    package let bytes: Int?
    /// The size of the source after its EXIF orientation is applied; nil if the size is unknown.
    package var size: PixelSize?
    package var images: [GalleryImage]
    package var preview: GalleryPreview?

    package init(title: String, bytes: Int?, images: [GalleryImage]) {
        self.title = title
        self.bytes = bytes
        self.images = images
    }
}
