import Synchronization

/// Sends requests with libcurl, which uses the proxies of the environment.
///
/// Each thread that sends a request takes a connection that no other thread uses, or creates one. After the request,
/// the connection stays open for the next request. So the number of connections is the maximum number of threads that
/// have sent requests at the same time.
package final class CurlTransport: HTTPTransport {
    /// The connections that no thread uses.
    private let idle = Mutex<[CurlConnection]>([])

    package init() {}

    package func send(_ request: HTTPRequest) throws(TransportError) -> HTTPResponse {
        let free = idle.withLock { $0.popLast() }
        let connection = if let free { free } else { try CurlConnection(LibCurl.shared.get()) }
        defer { idle.withLock { $0.append(connection) } }
        return try connection.send(request)
    }
}
