/// A bundle that no worker could finish.
package struct DeadLetter: Equatable, Sendable {
    package let id: String
    /// When the bundle became a dead letter, in seconds since 1970.
    package let time: Int
    package let reason: String
    /// Nil if this version of imagekit cannot read the bundle.
    package let bundle: Bundle?

    /// - Parameter note: the time in milliseconds, a space, and the reason.
    init(id: String, note: String, bundle: Bundle?) {
        let parts = note.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
        self.id = id
        time = (Int(parts[0]) ?? 0) / 1000
        reason = parts.count > 1 ? String(parts[1]) : ""
        self.bundle = bundle
    }
}
