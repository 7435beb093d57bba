import ImageSpecs

package struct HTTPResponse: Sendable, Equatable {
    package var status: Int
    /// The values of the header fields, by the names of the fields in lower case.
    package var headers: [String: String] = [:]
    package var body: [UInt8] = []

    package init(status: Int, headers: [String: String] = [:], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// Adds a line of a response's header: a field, or the first line of a response. The first line removes all earlier
    /// fields, because a proxy sends its own response before the response of the server.
    mutating func add(headerLine line: some StringProtocol) {
        if line.hasPrefix("HTTP/") {
            headers = [:]
            return
        }
        guard let colon = line.firstIndex(of: ":") else { return }
        headers[line[..<colon].lowercased()] = line[line.index(after: colon)...].trimmingSpaces
    }
}
