import Files
import JSON

/// A mistake in a pattern that is not a valid glob: the pattern, the kind of the mistake, and its offset.
package struct GlobError: Error, Equatable, Sendable, CustomStringConvertible {
    let pattern: String
    let kind: Kind
    /// The number of Unicode scalars of the pattern before the mistake.
    let offset: Int

    enum Kind: Equatable, Sendable {
        case empty
        case absolute
        case parentSegment
        case currentSegment
        case emptySegment
        case trailingSlash
        case unclosedBracket
        case namedClass
        case slashInBrackets
        case reversedRange(from: Unicode.Scalar, to: Unicode.Scalar)
        case unclosedBrace
        case unopenedBrace
        case tooDeep(limit: Int)
        case partOfSegmentDoubleStar
        case trailingBackslash
    }

    var message: String {
        let text = kind.text
        if kind == .empty || pattern.isEmpty { return text }
        return "\(JSONText.string(pattern).text), character \(offset + 1): \(text)"
    }

    package var description: String { message }
}

extension GlobError.Kind {
    fileprivate var text: String {
        switch self {
        case .empty: "an empty pattern matches nothing; to match every file, write **"
        case .absolute: "a pattern is relative to MEDIA_ROOT; remove the '/' at its beginning"
        case .parentSegment: "'..' leads out of MEDIA_ROOT, where no source can be; remove it"
        case .currentSegment: "no name contains a '.' segment; remove this segment"
        case .emptySegment: "no name contains '//'; write one '/'"
        case .trailingSlash:
            "a pattern matches files, not folders; to match everything below this folder, write ** after the '/'"
        case .unclosedBracket: "this '[' is never closed; add a ']', or write \\[ for the character itself"
        case .namedClass: "named classes such as [:alpha:] are not supported; list the characters, as in [a-zA-Z]"
        case .slashInBrackets: "brackets cannot match '/'; remove it, or write the alternatives in braces: x{/,a}y"
        case .reversedRange(let from, let to): "the range \(from)-\(to) is reversed; write \(to)-\(from)"
        case .unclosedBrace: "this '{' is never closed; add a '}', or write \\{ for the character itself"
        case .unopenedBrace: "nothing opens this '}'; remove it, or write \\} for the character itself"
        case .tooDeep(let limit): "braces are nested deeper than \(limit) levels"
        case .partOfSegmentDoubleStar:
            "** must be a complete segment; write * within a segment, and **/ for any folders"
        case .trailingBackslash: "a character must follow this backslash; write \\\\ for a backslash itself"
        }
    }
}
