import Files
import Gallery

/// A reason why a gallery cannot be written.
package enum GalleryError: Error, CustomStringConvertible {
    /// The path of the second page or a later page is the path of a file that is not a page of a gallery.
    case otherFile(String)

    package var description: String {
        switch self {
        case .otherFile(let path):
            "\(path) exists and is not a page of a gallery: move the file, or use another --output"
        }
    }

    /// Throws if the path of a page is the path of a file that is not a page of a gallery. Call this function for all
    /// pages except the first, because the command line names only the path of the first page.
    static func checkPage(_ path: String) throws(GalleryError) {
        if FileStamp(path: path) != nil || isLink(path), !isPage(path) { throw .otherFile(path) }
    }

    /// Whether the file is a page of a gallery.
    static func isPage(_ path: String) -> Bool {
        (try? RegularFile(path, followingLink: false)).map { GalleryPages.isPage($0.start(256)) } ?? false
    }
}
