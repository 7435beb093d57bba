/// What a command does with the pages that change.
package enum PageAction: Sendable {
    case write
    /// The command reports the pages, and writes nothing.
    case check
    /// The command prints a diff of each page, and writes nothing.
    case diff
}
