/// The reason why this decoder does not decode a file. The caller uses another decoder, which decodes the file or
/// reports what is wrong with it.
package struct JPEGRefusal: Error, Equatable, CustomStringConvertible {
    package let description: String

    /// The scans do not contain all bits of all coefficients.
    static let missingCoefficients = JPEGRefusal("missing coefficients")

    package init(_ description: String) { self.description = description }
}
