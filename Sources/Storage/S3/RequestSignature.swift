import Crypto
import Files
import ImageSpecs

/// Signs requests with AWS Signature Version 4 in the `Authorization` header.
///
/// libcurl can sign requests too, but libcurl 7.88 fails if a query parameter has no value, such as `delete`.
struct RequestSignature {
    let credentials: Credentials
    let region: String
    let time: UTCTime

    private static let algorithm = "AWS4-HMAC-SHA256"
    private static let service = "s3"

    /// - Parameters:
    ///   - path: the path of the URL, percent-encoded.
    ///   - query: the parameters of the URL, not encoded.
    ///   - headers: all headers to sign except those that this function adds.
    /// - Returns: the given headers and the headers of the signature.
    func headers(
        _ method: String,
        host: String,
        path: String,
        query: [(name: String, value: String)] = [],
        headers: [HTTPHeader] = [],
        body: [UInt8] = []
    ) -> [HTTPHeader] {
        let digest = hexadecimal(Array(SHA256.hash(data: body)))
        var signed = headers
        signed.append(HTTPHeader("x-amz-date", time.basic))
        signed.append(HTTPHeader("x-amz-content-sha256", digest))
        if let token = credentials.sessionToken { signed.append(HTTPHeader("x-amz-security-token", token)) }
        let canonical = (signed + [HTTPHeader("host", host)])
            .map { (name: $0.name.lowercased(), value: Self.collapsed($0.value)) }
            .sorted { $0.name < $1.name }
        let names = canonical.map(\.name).joined(separator: ";")
        let request = [
            method, path, Self.encoded(query), canonical.map { "\($0.name):\($0.value)\n" }.joined(), names, digest,
        ].joined(separator: "\n")
        let date = String(time.basic.prefix(8))
        let scope = "\(date)/\(region)/\(Self.service)/aws4_request"
        let text = [Self.algorithm, time.basic, scope, hexadecimal(Array(SHA256.hash(data: Array(request.utf8))))]
            .joined(separator: "\n")
        let credential = "\(credentials.accessKey)/\(scope)"
        let signature = hexadecimal(Self.code(of: text, with: key(date)))
        let value = "\(Self.algorithm) Credential=\(credential),SignedHeaders=\(names),Signature=\(signature)"
        return signed + [HTTPHeader("Authorization", value)]
    }

    /// Returns the parameters in the order and encoding of the signature. URLs use the same text.
    static func encoded(_ query: [(name: String, value: String)]) -> String {
        query.map { (name: $0.name.uriEncoded(), value: $0.value.uriEncoded()) }
            .sorted { ($0.name, $0.value) < ($1.name, $1.value) }
            .map { "\($0.name)=\($0.value)" }
            .joined(separator: "&")
    }

    private func key(_ date: String) -> [UInt8] {
        [date, region, Self.service, "aws4_request"].reduce(Array(("AWS4" + credentials.secretKey).utf8)) { key, part in
            Self.code(of: part, with: key)
        }
    }

    private static func code(of text: String, with key: [UInt8]) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: SymmetricKey(data: key)))
    }

    /// Returns the value of a header with single spaces.
    private static func collapsed(_ value: String) -> String {
        value.split(separator: " ").joined(separator: " ")
    }
}
