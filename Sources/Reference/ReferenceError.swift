/// The reason why a generated part cannot be written into its file.
package enum ReferenceError: Error, Hashable {
    case noMarkers(part: String, file: String)
    case wrongKind(part: String, file: String)
    case unreadable(file: String, reason: String)
}

extension ReferenceError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noMarkers(let part, let file):
            "\(file): the lines <!-- generated: \(part) --> and <!-- end: \(part) --> must occur once each"
        case .wrongKind(let part, let file):
            "\(file): \"\(part)\" has the wrong kind of content; pages take Markdown, schemas take definitions"
        case .unreadable(let file, let reason): "\(file): \(reason)"
        }
    }
}
