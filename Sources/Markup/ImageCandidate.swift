/// An image that a browser can choose in a `srcset`.
package struct ImageCandidate: Hashable, Sendable {
    package let url: String
    /// The width in pixels or the pixel density, such as `800w` or `2x`; nil if the value is unknown, or if there is no
    /// other candidate.
    package let descriptor: String?

    package init(url: String, descriptor: String?) {
        self.url = url
        self.descriptor = descriptor
    }

    var text: String { [url, descriptor].compactMap(\.self).joined(separator: " ") }
}
