/// Sends HTTP requests. `CurlTransport` sends them with libcurl.
package protocol HTTPTransport: Sendable {
    /// Sends one request and waits for the response. A response with any status is a success.
    func send(_ request: HTTPRequest) throws(TransportError) -> HTTPResponse
}
