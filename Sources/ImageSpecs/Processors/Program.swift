/// A program that `exec` runs: it reads an image on its standard input and writes one on its standard output.
package struct Program: Hashable, Sendable {
    /// The program and its arguments, at least one word; `{width}` and `{height}` stand for the image's.
    package let command: [String]
    /// PNG or TIFF: what it reads.
    package let format: ImageFormat

    package static let formats: [ImageFormat] = [.png, .tiff]
}
