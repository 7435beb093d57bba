import ImageSpecs

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
