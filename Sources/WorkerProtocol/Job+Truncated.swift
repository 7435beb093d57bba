extension Job {
    /// How a truncated source is treated: `truncated`.
    package enum Truncated: String, Sendable, Codable, CaseIterable {
        /// The source is corrupt.
        case refuse
        /// The existing part is shown.
        case accept
    }
}
