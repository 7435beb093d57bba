/// A request that received no complete response.
package struct TransportError: Error, Equatable, Sendable {
    package let message: String
    /// Whether the same request can succeed later.
    package let isTransient: Bool

    package init(message: String, isTransient: Bool) {
        self.message = message
        self.isTransient = isTransient
    }
}
