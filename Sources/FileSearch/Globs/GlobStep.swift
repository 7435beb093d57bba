/// One step of a compiled pattern. The offsets of `fork` and `jump` are relative, so that the steps of several patterns
/// can be joined.
enum GlobStep: Equatable, Sendable {
    case scalar(UInt32)
    case anyScalar
    case brackets(GlobBrackets)
    /// `*`
    case withinSegment
    /// `**/` at the start of a segment: either continues after `insideFolder`, or enters a folder.
    case folders
    /// Inside the name of a folder that `**/` matches. The `/` after this name leads back to `folders`.
    case insideFolder
    /// A final `**` at the start of a segment: either matches a file, or enters a folder.
    case everything
    /// Inside a name that a final `**` matches. The `/` after this name leads back to `everything`.
    case insideEverything
    case fork([Int])
    case jump(Int)
    case match
}
