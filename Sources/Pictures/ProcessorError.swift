/// A step that cannot be done to this image: one line that says why.
package struct ProcessorError: Error, CustomStringConvertible {
    package let description: String

    package init(description: String) { self.description = description }
}
