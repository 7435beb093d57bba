/// The images of a set for one source, as a page shows them.
package struct Picture: Hashable, Sendable {
    /// The images in one format.
    package struct Source: Hashable, Sendable {
        /// The MIME type; nil if it is unknown.
        package let type: String?
        package let candidates: [ImageCandidate]

        package init(type: String?, candidates: [ImageCandidate]) {
            self.type = type
            self.candidates = candidates
        }
    }

    /// What a page shows while the image loads.
    package enum Placeholder: Hashable, Sendable {
        /// A BlurHash, which a script of the page can decode, and the average colour, which needs no script.
        case blurhash(String, color: String)
        /// A colour, such as `#203040`.
        case color(String)
        /// The `data:` URL of a tiny image.
        case inline(String)
    }

    /// The images in all formats except the last one, in the order in which browsers try them.
    package var sources: [Source]
    /// The images in the last format. Browsers that support none of the other formats use these images.
    package var fallback: Source
    /// The image for browsers without `srcset`.
    package var url: String
    /// The size of the image at `url`; nil if it is unknown.
    package var width: Int?
    package var height: Int?
    /// The value of the attribute `sizes`; nil stands for `100vw`, the width of the window.
    package var sizes: String?
    package var placeholder: Placeholder?

    package init(sources: [Source], fallback: Source, url: String) {
        self.sources = sources
        self.fallback = fallback
        self.url = url
    }
}
