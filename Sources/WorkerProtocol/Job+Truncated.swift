extension Job {
    /// How a truncated source is treated (`truncated`).
    package enum Truncated: String, Sendable, Codable, CaseIterable {
        /// The source counts as corrupt.
        case refuse
        /// The part of the picture that the source contains is decoded.
        case accept
    }
}
