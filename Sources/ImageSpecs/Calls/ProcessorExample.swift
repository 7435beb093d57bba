/// A call of a processor whose result the documentation shows.
package struct ProcessorExample: Sendable {
    package enum Source: Sendable {
        case photo
        /// The photo with 240 × 160 pixels.
        case smallPhoto
        /// With transparency.
        case avatar
    }

    /// As a registry has it, with further processors if it takes them to show something.
    package let calls: String
    package let source: Source
    package let format: ImageFormat

    init(_ calls: String, of source: Source = .smallPhoto, as format: ImageFormat = .webp) {
        self.calls = calls
        self.source = source
        self.format = format
    }
}
