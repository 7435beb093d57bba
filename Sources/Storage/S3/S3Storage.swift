import Crypto
import Files

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A storage in a bucket of S3, or of a server with the same interface.
package struct S3Storage: ObjectStorage {
    private let configuration: S3Configuration
    private let client: S3Client

    /// - Throws: `StorageError` if there are no credentials, or if the endpoint is not a URL.
    package init(
        _ configuration: S3Configuration,
        environment: AWSEnvironment,
        transport: any HTTPTransport = CurlTransport(),
        clock: S3Clock = S3Clock()
    ) throws(StorageError) {
        self.configuration = configuration
        let operation = "use \(configuration.address)"
        let region = Self.region(of: configuration, environment)
        guard let endpoint = Self.endpoint(of: configuration, environment) else {
            throw StorageError(operation, .notConfigured("the endpoint is not a URL such as https://s3.example.com"))
        }
        do {
            client = S3Client(
                endpoint: endpoint,
                region: region,
                credentials: try environment.credentials(),
                transport: transport,
                policy: environment.maxAttempts.map { RetryPolicy(attempts: $0) } ?? RetryPolicy(),
                clock: clock
            )
        } catch {
            throw StorageError(operation, .notConfigured("\(error)"))
        }
    }

    package static func region(of configuration: S3Configuration, _ environment: AWSEnvironment) -> String {
        configuration.region ?? environment.region ?? "us-east-1"
    }

    package static func endpoint(of configuration: S3Configuration, _ environment: AWSEnvironment) -> S3Endpoint? {
        S3Endpoint(
            configuration,
            endpoint: configuration.endpoint ?? environment.endpoint,
            region: region(of: configuration, environment)
        )
    }

    package var address: String { configuration.address }

    package func list(_ prefix: String, _ body: (StoredObject) -> Void) throws(StorageError) {
        var token: String?
        repeat {
            let page = try page(prefix, maxKeys: Self.maxKeys, after: token)
            for object in page.objects { body(object) }
            token = page.nextToken
        } while token != nil
    }

    /// Finds an object with a listing of the names that start with its name. Most servers list in byte order, so the
    /// object is the first one. A HEAD request is not used, because its answer does not distinguish a missing object
    /// from a missing bucket.
    package func find(_ name: String) throws(StorageError) -> StoredObject? {
        let first = try page(name, maxKeys: 1, after: nil)
        if let object = first.object(name) { return object }
        guard first.nextToken != nil else { return nil }
        // The page does not have the name. Some servers, such as Storj, list in another order than byte order. So
        // look for the name in the following objects too, unless they show that the order is the byte order.
        var token: String?
        repeat {
            let page = try page(name, maxKeys: Self.maxKeys, after: token)
            if let object = page.object(name) { return object }
            token = page.isInByteOrder ? nil : page.nextToken
        } while token != nil
        return nil
    }

    /// The number of objects in a full page.
    private static let maxKeys = 1000

    private struct Page {
        let objects: [StoredObject]
        let nextToken: String?

        /// Whether the order of the objects is the byte order. Fewer than two objects show no order.
        var isInByteOrder: Bool {
            objects.count > 1 && zip(objects, objects.dropFirst()).allSatisfy { precedesInBytes($0.name, $1.name) }
        }

        func object(_ name: String) -> StoredObject? { objects.first { $0.name.utf8.elementsEqual(name.utf8) } }
    }

    private func page(
        _ prefix: String,
        maxKeys: Int,
        after token: String?
    ) throws(StorageError) -> Page {
        let operation = "list \(address)"
        var query = [
            (name: "list-type", value: "2"), (name: "encoding-type", value: "url"),
            (name: "max-keys", value: String(maxKeys)), (name: "prefix", value: configuration.key(prefix)),
        ]
        if let token { query.append((name: "continuation-token", value: token)) }
        let response = try client.send(S3Client.Request(method: "GET", query: query, operation: operation))
        guard let answer = ListAnswer(response.body) else {
            throw StorageError(operation, .malformedResponse("is not a complete listing"))
        }
        let objects = answer.objects.compactMap { object in
            configuration.name(object.key).map {
                StoredObject(name: $0, bytes: object.bytes, tag: object.tag, modified: object.modified)
            }
        }
        return Page(objects: objects, nextToken: answer.nextToken)
    }

    package func get(_ name: String, _ range: Range<Int>?, tag: String) throws(StorageError) -> ObjectContent {
        let operation = "download \(address)/\(name)"
        var headers = [HTTPHeader("If-Match", "\"\(tag)\"")]
        if let range { headers.append(HTTPHeader("Range", "bytes=\(range.lowerBound)-\(range.upperBound - 1)")) }
        let response = try client.send(
            S3Client.Request(method: "GET", key: configuration.key(name), headers: headers, operation: operation)
        )
        // Some servers ignore `If-Match`, so compare the tag here too.
        if let found = Self.tag(response), found != tag { throw StorageError(operation, .changed) }
        if let range, response.body.count != range.count {
            throw StorageError(operation, .malformedResponse("has \(response.body.count) of \(range.count) bytes"))
        }
        return ObjectContent(bytes: response.body, isEncrypted: Self.isEncrypted(response.headers))
    }

    /// Whether the object is encrypted with a key of AWS KMS or of the customer. The tag of such an object is not the
    /// MD5 of the content. If S3 encrypts an object with S3's own keys (`AES256`), its tag is the MD5.
    private static func isEncrypted(_ headers: [String: String]) -> Bool {
        headers["x-amz-server-side-encryption"]?.hasPrefix("aws:") == true
            || headers["x-amz-server-side-encryption-customer-algorithm"] != nil
    }

    /// The `ETag` without quotes.
    private static func tag(_ response: HTTPResponse) -> String? {
        response.headers["etag"].map { $0.filter { $0 != "\"" } }
    }

    package func put(
        _ content: [UInt8],
        as name: String,
        type: String,
        condition: PutCondition
    ) throws(StorageError) -> String? {
        var headers = [HTTPHeader("Content-Type", type), HTTPHeader("Content-MD5", Self.md5(of: content))]
        if let value = configuration.cacheControl { headers.append(HTTPHeader("Cache-Control", value)) }
        if let value = configuration.acl { headers.append(HTTPHeader("x-amz-acl", value)) }
        var request = S3Client.Request(
            method: "PUT",
            key: configuration.key(name),
            headers: headers + [condition.header].compactMap(\.self),
            body: content,
            operation: "upload \(address)/\(name)"
        )
        do throws(StorageError) {
            return Self.tag(try client.send(request))
        } catch {
            guard condition != .always, error.isOfMissingSupport else { throw error }
            request.headers = headers
            return Self.tag(try client.send(request))
        }
    }

    package func delete(_ names: [String]) throws(StorageError) -> [(name: String, reason: StorageError)] {
        let operation = "delete objects in \(address)"
        var failures: [(name: String, reason: StorageError)] = []
        var rest = names[...]
        while !rest.isEmpty {
            let part = rest.prefix(DeleteRequest.maxKeys)
            rest = rest.dropFirst(part.count)
            let body = DeleteRequest.body(part.map(configuration.key))
            let response = try client.send(
                S3Client.Request(
                    method: "POST",
                    query: [(name: "delete", value: "")],
                    headers: [
                        HTTPHeader("Content-Type", "application/xml"), HTTPHeader("Content-MD5", Self.md5(of: body)),
                    ],
                    body: body,
                    operation: operation
                )
            )
            guard let failed = DeleteRequest.failures(response.body) else {
                throw StorageError(operation, .malformedResponse("does not report what was deleted"))
            }
            for (key, error) in failed {
                let name = configuration.name(key) ?? key
                failures.append((name, StorageError("delete \(address)/\(name)", .refused(error))))
            }
        }
        return failures
    }

    /// The MD5 in Base64. Servers compare it with the content that arrived.
    private static func md5(of content: [UInt8]) -> String {
        Data(Insecure.MD5.hash(data: content)).base64EncodedString()
    }
}
