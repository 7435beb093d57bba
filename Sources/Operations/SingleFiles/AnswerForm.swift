import Registry

/// The form of a single-file command's answer.
package enum AnswerForm: Sendable {
    /// An `<img>` tag. It has no size if the attributes give a width or a height.
    case html(attributes: [HTMLAttribute])
    /// The name relative to `MEDIA_ROOT`.
    case name
    case url
    case path
    case json
    /// The bytes of the file.
    case content

    /// The events that the answer raises, in django-imagekit's terms: a URL and a path require that the file exists,
    /// its size and its bytes require its content.
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
