import JSON

/// An answer to a request. The server adds `Date`, `Content-Length`, and `Connection`.
package struct ServerResponse: Sendable {
    package enum Body: Sendable {
        case none
        case bytes([UInt8])
        case file(OpenedFile, Range<Int>)

        package var count: Int {
            switch self {
            case .none: 0
            case .bytes(let bytes): bytes.count
            case .file(_, let range): range.count
            }
        }
    }

    package var status: Int
    package var fields: [(name: String, value: String)] = []
    package var body = Body.none

    package init(_ status: Int) { self.status = status }

    /// An answer that caches must not store.
    static func text(_ status: Int, _ text: String) -> ServerResponse {
        var response = ServerResponse(status)
        response.fields = [("Content-Type", "text/plain; charset=utf-8"), ("Cache-Control", "no-store")]
        response.body = .bytes(Array((text + "\n").utf8))
        return response
    }

    static func json(_ status: Int, _ json: JSONText) -> ServerResponse {
        var response = ServerResponse(status)
        response.fields = [("Content-Type", "application/json"), ("Cache-Control", "no-store")]
        response.body = .bytes(Array((json.text + "\n").utf8))
        return response
    }

    static func error(_ status: Int, code: String, _ message: String) -> ServerResponse {
        .json(status, ["error": ["code": .string(code), "message": .string(message)]])
    }

    func adding(_ name: String, _ value: String) -> ServerResponse {
        var response = self
        response.fields.append((name, value))
        return response
    }

    static let notFound = text(404, "not found")
    static let busy = text(503, "too many images are being made; try again").adding("Retry-After", "5")
    static let uploadsBusy = text(503, "too many uploads are being received or processed; try again")
        .adding("Retry-After", "5")
    static let noDescriptor = text(503, "too many files are open; try again").adding("Retry-After", "5")
    /// The message of an error can contain paths, which clients must not see. So the answer refers to the server's log.
    static let broken = text(500, "the image cannot be made; see the log of the server")
    static let notStored = text(500, "the upload cannot be stored; see the log of the server")
    static let badRequest = text(400, "bad request")
}
