import Files
import JSON

/// Why a pattern is not a glob: the pattern, what is wrong with it, and where.
package struct GlobError: Error, Equatable, Sendable, CustomStringConvertible {
    let pattern: String
    let kind: Kind
    /// How many Unicode scalars of the pattern stand before the mistake.
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
        case .empty: "an empty pattern matches nothing; to take every file, write **"
        case .absolute: "a pattern is relative to MEDIA_ROOT; remove the '/' at its beginning"
        case .parentSegment: "'..' leads out of MEDIA_ROOT, where no source can be; remove it"
        case .currentSegment: "no name holds a '.' segment; remove './'"
        case .emptySegment: "no name holds '//'; write one '/'"
        case .trailingSlash:
            "a pattern matches files, not folders; to take all below this folder, write ** after the '/'"
        case .unclosedBracket: "this '[' is never closed; add a ']', or write \\[ for the character itself"
        case .namedClass: "named classes such as [:alpha:] are not supported; list the characters, as in [a-zA-Z]"
        case .slashInBrackets: "brackets cannot match '/'; remove it, or write the alternatives in braces: {a/,b}"
        case .reversedRange(let from, let to): "the range \(from)-\(to) is the wrong way round; write \(to)-\(from)"
        case .unclosedBrace: "this '{' is never closed; add a '}', or write \\{ for the character itself"
        case .unopenedBrace: "nothing opens this '}'; remove it, or write \\} for the character itself"
        case .tooDeep(let limit): "braces are nested deeper than \(limit) levels"
        case .partOfSegmentDoubleStar:
            "** must stand alone between slashes; write * within a segment, and **/ for any folders"
        case .trailingBackslash: "a character must follow this backslash; write \\\\ for a backslash itself"
        }
    }
}
