extension Job {
    /// What becomes of a source that is cut off: `truncated`.
    package enum Truncated: String, Sendable, Codable, CaseIterable {
        /// It is a corrupt source.
        case refuse
        /// What is there of it is shown.
        case accept
    }
}
