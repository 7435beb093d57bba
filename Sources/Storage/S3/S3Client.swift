import Files

/// Signs and sends requests to a bucket. A request that fails is sent again if it can succeed later.
struct S3Client: Sendable {
    let endpoint: S3Endpoint
    let region: String
    let credentials: Credentials
    let transport: any HTTPTransport
    let policy: RetryPolicy
    let clock: S3Clock

    struct Request {
        let method: String
        /// The key of the object; nil for a request about the bucket.
        var key: String?
        var query: [(name: String, value: String)] = []
        var headers: [HTTPHeader] = []
        var body: [UInt8] = []
        /// What the request does, for messages: "upload s3://bucket/key".
        let operation: String
    }

    /// - Throws: `StorageError` if no attempt returns a response with a status from 200 to 299.
    func send(_ request: Request) throws(StorageError) -> HTTPResponse {
        var attempt = 1
        var hasSetClock = false
        while true {
            let reason: StorageError.Reason
            let canSucceedLater: Bool
            do throws(TransportError) {
                let response = try transport.send(signed(request))
                if (200..<300).contains(response.status) { return response }
                let error = ServiceError(response)
                if error.isOfClock, !hasSetClock, let time = response.headers["date"].flatMap({ UTCTime(httpDate: $0) })
                {
                    clock.set(time)
                    hasSetClock = true
                    continue
                }
                reason = .refused(error)
                canSucceedLater = policy.allows(attempt, after: error)
            } catch {
                reason = .noResponse(error)
                canSucceedLater = policy.allows(attempt, after: error)
            }
            guard canSucceedLater else {
                throw StorageError(request.operation, reason, attempts: attempt, secrets: credentials.secrets)
            }
            clock.pause(RetryPolicy.pause(after: attempt, fraction: .random(in: 0...1)))
            attempt += 1
        }
    }

    private func signed(_ request: Request) -> HTTPRequest {
        let path = endpoint.basePath + (request.key.map { "/" + $0.uriEncoded(keeping: "/") } ?? "")
        let query = RequestSignature.encoded(request.query)
        let signature = RequestSignature(credentials: credentials, region: region, time: clock.now)
        let headers = signature.headers(
            request.method,
            host: endpoint.host,
            path: path.isEmpty ? "/" : path,
            query: request.query,
            headers: request.headers,
            body: request.body
        )
        let url = "\(endpoint.scheme)://\(endpoint.host)\(path.isEmpty ? "/" : path)"
        return HTTPRequest(
            method: request.method,
            url: query.isEmpty ? url : url + "?" + query,
            headers: headers,
            body: request.body
        )
    }
}
