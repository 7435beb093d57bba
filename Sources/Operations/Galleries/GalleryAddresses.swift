import Files
import Foundation
import Gallery
import ImageSpecs
import Registry

/// The addresses of images in a gallery.
enum GalleryAddresses: Sendable {
    /// The address is this prefix and the name of the image.
    case prefix(String)
    /// The gallery contains its previews, and has no links to images.
    case inline

    /// Returns addresses that are relative to the folder of a file. Such addresses are also valid without a server.
    static func relative(to file: String, _ settings: Settings) throws(FileError) -> GalleryAddresses {
        guard let start = resolvedPath(folder(ofFile: file)) else { throw FileError("write", file) }
        let path = relativePath(from: start, to: resolvedPath(settings.storageRoot) ?? settings.storageRoot)
        // Without the prefix "./", a browser would read the name of a folder such as `a:b` as a URL with a scheme.
        return .prefix((path.hasPrefix("..") ? "" : "./") + (path.isEmpty ? "" : percentEncoded(path) + "/"))
    }

    /// Returns the address of a link to an image; nil for an inline gallery, which has no links to images.
    func link(to name: String) -> String? {
        switch self {
        case .prefix(let prefix): prefix + percentEncoded(name)
        case .inline: nil
        }
    }

    /// Returns the address of an image that the gallery shows; nil if the gallery is inline and the file is too large
    /// or cannot be read.
    func source(of name: String, format: ImageFormat, bytes: Int, _ settings: Settings) -> String? {
        guard case .inline = self else { return link(to: name) }
        guard bytes <= Self.maxInlineBytes, let file = try? RegularFile(settings.cachePath(of: name)),
            file.size <= Self.maxInlineBytes, let content = try? file.contents()
        else { return nil }
        return "data:\(format.mimeType);base64,\(Data(content).base64EncodedString())"
    }

    private static let maxInlineBytes = 1_000_000
}

/// Returns the relative path from a folder to another folder; empty if both folders are the same. Both paths must be
/// absolute.
func relativePath(from start: String, to end: String) -> String {
    let start = start.utf8.split(separator: UInt8(ascii: "/"))
    let end = end.utf8.split(separator: UInt8(ascii: "/"))
    let shared = zip(start, end).prefix { $0.elementsEqual($1) }.count
    let steps =
        Array(repeating: "..", count: start.count - shared) + end.dropFirst(shared).map { String(Substring($0)) }
    return steps.joined(separator: "/")
}
