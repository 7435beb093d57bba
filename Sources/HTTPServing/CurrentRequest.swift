import NIOCore
import NIOHTTP1
import Serving

/// The request that a connection reads or answers.
struct CurrentRequest {
    let head: HTTPRequestHead
    let request: ServerRequest
    let start = NIODeadline.now()
    var keepsAlive: Bool
    var upload: ReceivedUpload?
    /// The number of bytes of the request's body that are received.
    var received = 0
    var isRefused = false
    /// The status of the answer; nil until the answer starts.
    var status: Int?
    /// The number of bytes of the answer's body that are sent.
    var sent = 0

    init(head: HTTPRequestHead, request: ServerRequest) {
        self.head = head
        self.request = request
        // With `CONNECT` or `Upgrade`, a client asks for another protocol. After such a request, the parser can ignore
        // all further requests. The server supports no other protocol, so it answers the request and closes the
        // connection.
        keepsAlive = head.isKeepAlive && head.method != .CONNECT && !head.headers.contains(name: "Upgrade")
    }
}
