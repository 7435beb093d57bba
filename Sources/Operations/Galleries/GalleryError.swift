import Files
import Gallery

/// A reason why a gallery cannot be written.
package enum GalleryError: Error, CustomStringConvertible {
    /// The path of a page after the first one has a file that is not a page of a gallery.
    case otherFile(String)

    package var description: String {
        switch self {
        case .otherFile(let path):
            "\(path) exists and is not a page of a gallery: move the file, or use another --output"
        }
    }

    /// Throws if a page must not be written, because the command line does not name its path and another file is there.
    static func checkPage(_ path: String) throws(GalleryError) {
        if FileStamp(path: path) != nil || isLink(path), !isPage(path) { throw .otherFile(path) }
    }

    /// Whether the file is a page of a gallery.
    static func isPage(_ path: String) -> Bool {
        (try? RegularFile(path, followingLink: false)).map { GalleryPages.isPage($0.start(256)) } ?? false
    }
}
