import Files
import Gallery

/// A reason why a gallery cannot be written.
package enum GalleryError: Error, CustomStringConvertible {
    /// A page after the first page would replace a file that is not a page of a gallery.
    case otherFile(String)
    /// The path of the first page leads to a pipe or a device, so it has no folder for the further pages.
    case manyPages(String, Int)

    package var description: String {
        switch self {
        case .otherFile(let path):
            "\(path) exists and is not a page of a gallery: move the file, or use another --output"
        case .manyPages(let path, let count):
            "\(path) is not a file, and the gallery has \(count) pages: add --inline, or use another --output"
        }
    }

    /// Throws an error if the page would replace a file that is not a page of a gallery. Call this function for all
    /// pages except the first page. The user gives only the path of the first page, and may not expect that files at
    /// other paths are replaced.
    static func checkPage(_ path: String) throws(GalleryError) {
        if FileStamp(path: path) != nil || isLink(path), !isPage(path) { throw .otherFile(path) }
    }

    /// Whether the file is a page of a gallery.
    static func isPage(_ path: String) -> Bool {
        (try? RegularFile(path, followingLink: false)).map { GalleryPages.isPage($0.start(256)) } ?? false
    }
}
