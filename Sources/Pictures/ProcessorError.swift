/// The reason why a step cannot be applied to an image, in one line.
package struct ProcessorError: Error, CustomStringConvertible {
    package let description: String

    package init(description: String) { self.description = description }
}
