import Markup
import Registry

/// The form of a single-file command's answer.
package enum AnswerForm: Sendable {
    /// An `<img>` tag, or a `<picture>` for a set. The markup contains the size of the image, unless the attributes
    /// contain a width or a height.
    case html(attributes: [HTMLAttribute])
    /// The name of the cache file, relative to the storage root.
    case name
    case url
    case path
    case json
    /// The bytes of the file.
    case content

    /// The events that the answer raises, in django-imagekit's terms. The name, the URL, and the path require that the
    /// file exists. The size of the image and the bytes of the file require the content of the file.
    package var events: [CacheFileStrategy.Event] {
        switch self {
        case .name, .url, .path: [.existenceRequired]
        case .html(let attributes) where attributes.giveSize: [.existenceRequired]
        case .html, .json: [.existenceRequired, .contentRequired]
        case .content: [.contentRequired]
        }
    }

    /// Whether the answer requires a file in the cache folder. An object in a bucket is not sufficient.
    var needsLocalFile: Bool {
        switch self {
        case .path, .content: true
        case .html, .name, .url, .json: false
        }
    }

    /// Whether the answer requires the content of the file.
    var needsFile: Bool { events.contains(.contentRequired) }
}
