/// An error in a template.
package struct TemplateError: Error, CustomStringConvertible {
    package let message: String
    /// The file and the line of the error, such as `index.html:12`.
    var position: String?

    package init(_ message: String) { self.message = message }

    package var description: String { position.map { "\($0): \(message)" } ?? message }
}
