import ImageSpecs

/// The names of the files of a gallery: `gallery.html`, `gallery-2.html`, and so on.
package struct GalleryFiles: Sendable {
    private let stem: String
    /// The extension with its period; empty if the name has none.
    private let ending: String

    /// - Parameter path: the path of the first page.
    package init(_ path: String) { (stem, ending) = SourceName.splitExtension(path) }

    /// The path of a page. The first page has the number 1.
    package func path(ofPage number: Int) -> String { number == 1 ? stem + ending : "\(stem)-\(number)\(ending)" }

    /// Returns the address of a page in a link on another page. All pages are in the same folder.
    func address(ofPage number: Int) -> String {
        "./" + percentEncoded(SourceName.split(path(ofPage: number)).last)
    }
}
