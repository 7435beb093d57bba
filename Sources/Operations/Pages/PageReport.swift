/// Receives the events of a command that writes pages.
package protocol PageReport: Sendable {
    /// Called for each page that is written, or that would be.
    func changed(_ path: String)
    /// Called with the changes of a page, or with a page that has no file.
    func content(_ bytes: [UInt8])
    /// Called for a page or an image that failed.
    func problem(_ message: String)
}

package struct PageSummary: Sendable {
    package var changed = 0
    package var failed = 0
}

/// What a command does with the pages that change.
package enum PageAction: Sendable {
    case write
    /// Only report them.
    case check
    /// Print their changes.
    case diff
}
