/// The headers of a POST request.
package struct UploadHeaders: Sendable {
    var contentType: String?
    var contentLength: Int?
    var contentDisposition: String?
    var authorization: String?
    var origin: String?
    var host: String?
    var fetchSite: String?
    /// Whether the client waits for an answer before it sends the body.
    package var expectsContinue = false

    mutating func read(_ name: String, _ value: String) {
        switch name.lowercased() {
        case "content-type": contentType = value
        case "content-length": contentLength = Int(value)
        case "content-disposition": contentDisposition = value
        case "authorization": authorization = value
        case "origin": origin = value
        case "host": host = value
        case "sec-fetch-site": fetchSite = value
        case "expect": expectsContinue = value.lowercased() == "100-continue"
        default: break
        }
    }

    /// Whether a page of another origin, such as another subdomain, sends the request. Such a page must not upload
    /// files with the permissions of its visitor.
    ///
    /// Browsers send `Sec-Fetch-Site` or at least `Origin` with every POST. So a request with neither header does not
    /// come from a page.
    var isCrossOrigin: Bool {
        if let fetchSite { return !["same-origin", "none"].contains(fetchSite) }
        guard let origin else { return false }
        guard let scheme = origin.firstRange(of: "://") else { return true }
        return host.map { origin[scheme.upperBound...].lowercased() != $0.lowercased() } ?? true
    }

    /// The token of `Authorization: Bearer TOKEN`.
    var token: String? {
        guard let authorization else { return nil }
        let words = authorization.split(separator: " ")
        return words.count == 2 && words[0].lowercased() == "bearer" ? String(words[1]) : nil
    }

    var fileName: String? { contentDisposition.flatMap { HeaderParameters($0)["filename"] } }
}
