/// Something to report about the sources of a group.
package struct SourceNotice: Sendable {
    package let message: String
    /// Whether sources can be missing because of it, so that the run fails. All other notices describe everyday cases, such
    /// as an empty table: a scheduled command does not print them.
    package let isFailure: Bool

    /// An everyday case.
    init(_ message: String) {
        self.message = message
        isFailure = false
    }

    init(failure message: String) {
        self.message = message
        isFailure = true
    }
}
