/// The parts of a request that affect the answer.
package struct ServerRequest: Sendable {
    package enum Method: Equatable, Sendable {
        case get, head, post
        case other
    }

    package let method: Method
    package let target: RequestTarget
    package var conditions = RequestConditions()
    package var accept: String?
    /// The headers of a POST request; nil for other methods.
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
        // Most headers of browsers do not affect the answer. Compare the lengths of names first, because most of these
        // headers have names of other lengths, and a comparison of letters takes more time.
        switch name.utf8.count {
        // Only GET has ranges (RFC 9110, 14.2).
        case 5 where method == .get && name.lowercased() == "range": conditions.range = value
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
