import ImageSpecs
import Markup

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

/// An image of a source in a gallery.
package struct GalleryImage: Sendable {
    package enum Status: Hashable, Sendable {
        case upToDate
        case missing
        /// `reason` is one of the reasons in the events of a run, such as `source-changed`.
        case outOfDate(reason: String)
        case failed(code: String, message: String)
    }

    package let generator: String
    /// The id of the set that the generator belongs to; nil if it belongs to no set.
    package let set: String?
    package let status: Status
    /// The address of a link to the image; nil if the gallery contains no link to the image.
    package var address: String?
    package var bytes: Int?
    package var size: PixelSize?
    package var format: ImageFormat?
    /// Whether the markup of the set leaves out the image.
    package var isLeftOut = false

    package init(generator: String, set: String? = nil, status: Status) {
        self.generator = generator
        self.set = set
        self.status = status
    }
}

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

/// A width and a height in pixels.
package struct PixelSize: Hashable, Sendable {
    package let width: Int
    package let height: Int

    package init(width: Int, height: Int) {
        self.width = width
        self.height = height
    }
}
