/// A request as far as the answer depends on it.
package struct ServerRequest: Sendable {
    package enum Method: Equatable, Sendable {
        case get, head, post
        case other
    }

    package let method: Method
    package let target: RequestTarget
    package var conditions = RequestConditions()
    package var accept: String?
    /// Nil for a request that only reads.
    package private(set) var upload: UploadHeaders?

    package init(method: String, target: RequestTarget) {
        self.method =
            switch method {
            case "GET": .get
            case "HEAD": .head
            case "POST": .post
            default: .other
            }
        self.target = target
        if self.method == .post { upload = UploadHeaders() }
    }

    /// Reads a header. Headers that do not affect the answer are ignored.
    package mutating func read(header name: String, _ value: String) {
        upload?.read(name, value)
        // Most headers of browsers are not used. Their names have other lengths, so they need no comparison.
        switch name.utf8.count {
        case 5 where name.lowercased() == "range": conditions.range = value
        case 6 where name.lowercased() == "accept": accept = joined(accept, value)
        case 8 where name.lowercased() == "if-match": conditions.ifMatch = joined(conditions.ifMatch, value)
        case 8 where name.lowercased() == "if-range": conditions.ifRange = value
        case 13 where name.lowercased() == "if-none-match":
            conditions.ifNoneMatch = joined(conditions.ifNoneMatch, value)
        case 17 where name.lowercased() == "if-modified-since": conditions.ifModifiedSince = value
        case 19 where name.lowercased() == "if-unmodified-since": conditions.ifUnmodifiedSince = value
        default: break
        }
    }

    private func joined(_ former: String?, _ value: String) -> String { former.map { $0 + ", " + value } ?? value }
}
