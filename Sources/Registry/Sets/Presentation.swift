/// How pages show the images of a generator. The names of cache files do not depend on the presentation.
package struct Presentation: Hashable, Sendable {
    /// What a page shows as the background of an image while the image loads.
    package enum Placeholder: String, CaseIterable, Sendable {
        /// The average colour. An attribute also contains a BlurHash for a script of the page.
        case blurhash
        /// The average colour.
        case color
        /// A tiny image in a `data:` URL.
        case lqip
    }

    /// The attribute `sizes` of the markup.
    package var sizes: String?
    package var placeholder: Placeholder?

    package init() {}

    static let keys = ["sizes", "placeholder"]

    init(_ attributes: [String: RegistryNode]) {
        sizes = attributes["sizes"]?.string("the sizes of an image, such as \"(min-width: 800px) 800px, 100vw\"")
        placeholder = attributes["placeholder"]?.word(Placeholder.self)
    }
}
