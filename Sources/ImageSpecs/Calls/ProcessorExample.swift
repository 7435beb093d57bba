/// A call of a processor whose result the documentation shows.
package struct ProcessorExample: Sendable {
    /// The picture that the example starts from.
    package enum Source: Sendable {
        case photo
        /// A photo with 240×160 pixels.
        case smallPhoto
        /// A picture with transparency.
        case avatar
    }

    /// The call in the form of a registry. Some examples contain additional processors that make the effect visible.
    package let calls: String
    package let source: Source
    package let format: ImageFormat

    init(_ calls: String, of source: Source = .smallPhoto, as format: ImageFormat = .webp) {
        self.calls = calls
        self.source = source
        self.format = format
    }
}
