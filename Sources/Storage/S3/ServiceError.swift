/// The error that a server reported, either for a whole request or for one of several objects of a request.
package struct ServiceError: Error, Equatable, Sendable {
    /// The HTTP status; nil for the error of one of several objects.
    package let status: Int?
    /// S3's code, such as `AccessDenied`; empty if the server sent none.
    package let code: String
    let text: String

    init(status: Int? = nil, code: String, text: String) {
        self.status = status
        self.code = code
        self.text = text
    }

    init(_ response: HTTPResponse) {
        let root = XMLReader.root(of: response.body)
        let error = root?.name == "Error" ? root : nil
        var text = error?["Message"] ?? ""
        // The reason for the error can be that the bucket is in another region. So add the region to the message.
        if let region = response.headers["x-amz-bucket-region"], (300..<500).contains(response.status) {
            text += text.isEmpty ? "" : " "
            text += "(the bucket is in the region \(region))"
        }
        self.init(status: response.status, code: error?["Code"] ?? "", text: text)
    }

    /// Whether the same request can succeed later.
    var isTransient: Bool {
        status.map { [429, 500, 502, 503, 504].contains($0) } ?? false || Self.transientCodes.contains(code)
    }

    private static let transientCodes: Set = ["InternalError", "RequestTimeout", "ServiceUnavailable", "SlowDown"]

    /// Whether the server refused the request because of its time (`S3Clock`).
    var isOfClock: Bool { code == "RequestTimeTooSkewed" }

    /// Whether the reason concerns all objects, such as a missing bucket or wrong credentials.
    var concernsAllObjects: Bool { Self.remedies[code] != nil }

    var message: String {
        let http = status.map { "HTTP \($0)" }
        let known = [http, code.isEmpty ? nil : code].compactMap(\.self).joined(separator: " ")
        let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
        let remedy = Self.remedies[code].map { "; \($0)" } ?? ""
        // The remedy continues the sentence, so remove the period.
        let sentence = line.hasSuffix(".") && !remedy.isEmpty ? line.dropLast() : line[...]
        return (line.isEmpty ? known : "\(known): \(sentence)") + remedy
    }

    private static let remedies = [
        "NoSuchBucket": "create the bucket, or correct its address in the registry",
        "AccessDenied": "check the permissions of the credentials (s3:ListBucket, s3:GetObject, s3:PutObject, "
            + "s3:DeleteObject)",
        "InvalidAccessKeyId": "check AWS_ACCESS_KEY_ID or the profile",
        "SignatureDoesNotMatch": "check AWS_SECRET_ACCESS_KEY or the profile, and the region",
        "ExpiredToken": "renew the credentials",
        "InvalidToken": "renew the credentials",
        "RequestTimeTooSkewed": "set the clock of this machine",
        "PermanentRedirect": "correct the region of the storage",
        "AuthorizationHeaderMalformed": "correct the region of the storage",
    ]
}
