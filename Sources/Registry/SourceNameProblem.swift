import ImageSpecs

/// The reason why a text is not the name of a source.
package enum SourceNameProblem: String, CustomStringConvertible {
    case empty = "is empty: use a path relative to MEDIA_ROOT"
    case absolute = "is an absolute path: use one relative to MEDIA_ROOT"
    case outside = "leaves MEDIA_ROOT: sources are inside it"
    case notNormalized = "is not a plain name: remove \".\", empty segments, and a slash at the end"
    case nul = "contains a NUL character"

    package init?(_ name: String) {
        if name.isEmpty {
            self = .empty
        } else if name.utf8.first == UInt8(ascii: "/") {
            self = .absolute
        } else if name.utf8.contains(0) {
            self = .nul
        } else if name.utf8.split(separator: UInt8(ascii: "/")).contains(where: { $0.elementsEqual("..".utf8) }) {
            self = .outside
        } else if !SourceName.normalize(name).utf8.elementsEqual(name.utf8) {
            self = .notNormalized
        } else {
            return nil
        }
    }

    package var description: String { rawValue }
}
