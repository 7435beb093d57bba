import Synchronization

/// Sends requests with libcurl, which uses the proxies of the environment.
///
/// Each thread that sends a request takes a connection that no other thread uses, so the number of connections is the
/// number of threads that send at the same time. A connection stays open for the next request.
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
