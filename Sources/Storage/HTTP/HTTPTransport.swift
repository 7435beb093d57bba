/// Sends HTTP requests. `CurlTransport` sends them with libcurl.
package protocol HTTPTransport: Sendable {
    /// Sends one request and waits for the response. A response with any status is a success.
    func send(_ request: HTTPRequest) throws(TransportError) -> HTTPResponse
}

/// A request without a complete response.
package struct TransportError: Error, Equatable, Sendable {
    package let message: String
    /// Whether the same request can succeed later.
    package let isTransient: Bool

    package init(message: String, isTransient: Bool) {
        self.message = message
        self.isTransient = isTransient
    }
}
