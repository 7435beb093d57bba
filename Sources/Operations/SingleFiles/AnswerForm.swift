import Registry

/// How a single-file command answers.
package enum AnswerForm: Sendable {
    /// An `<img>` tag; its size is left to the page where that gives a width or a height.
    case html(attributes: [HTMLAttribute])
    /// The name relative to `MEDIA_ROOT`.
    case name
    case url
    case path
    case json
    /// The file's bytes.
    case content

    /// The events that the answer raises, in django-imagekit's terms: a URL and a path need a file that exists, its
    /// size and its bytes need what is in it.
    package var events: [CacheFileStrategy.Event] {
        switch self {
        case .name, .url, .path: [.existenceRequired]
        case .html(let attributes) where attributes.giveSize: [.existenceRequired]
        case .html, .json: [.existenceRequired, .contentRequired]
        case .content: [.contentRequired]
        }
    }

    /// Whether there is no answer without the file.
    var needsFile: Bool { events.contains(.contentRequired) }
}
