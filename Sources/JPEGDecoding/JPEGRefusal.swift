/// The reason why this decoder does not decode a file. The caller uses another decoder, which decodes the file or
/// reports what is wrong with it.
package struct JPEGRefusal: Error, Equatable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}
