extension String {
    /// Replaces each occurrence of a Unicode scalar, also one that is part of a character with several scalars, such as
    /// `\r\n`, or an apostrophe that a combining mark follows. `replacing(_:with:)` replaces only complete characters.
    package func replacing(scalar: Unicode.Scalar, with replacement: String) -> String {
        let parts = unicodeScalars.split(separator: scalar, omittingEmptySubsequences: false)
        return parts.map { String($0) }.joined(separator: replacement)
    }
}
