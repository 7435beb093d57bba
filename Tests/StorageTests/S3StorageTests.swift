import Synchronization
import Testing

@testable import Storage

/// The requests of a storage, and which of them are sent again.
@Suite struct S3StorageTests {
    private static let variables = ["AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "hidden-key"]

    /// Records the pauses instead of waiting.
    private final class Pauses: Sendable {
        let all = Mutex<[Duration]>([])
    }

    private func storage(
        _ transport: ScriptedTransport,
        pauses: Pauses = Pauses(),
        _ change: (inout S3Configuration) -> Void = { _ in }
    ) throws -> S3Storage {
        var configuration = S3Configuration(bucket: "bucket", prefix: "site")
        configuration.endpoint = "http://localhost:9000"
        change(&configuration)
        return try S3Storage(
            configuration,
            environment: AWSEnvironment(Self.variables) { _ in nil },
            transport: transport,
            clock: S3Clock(time: { 1_369_353_600 }, sleep: { pause in pauses.all.withLock { $0.append(pause) } })
        )
    }

    @Test func anUploadHasTypeChecksumsAndSettings() throws {
        let transport = ScriptedTransport([.ok])
        let storage = try storage(transport) {
            $0.acl = "public-read"
            $0.cacheControl = "max-age=60"
        }
        try storage.put(Array("x".utf8), as: "CACHE/a b.jpg", type: "image/jpeg")
        let request = try #require(transport.requests.first)
        #expect(request.method == "PUT")
        #expect(request.url == "http://localhost:9000/bucket/site/CACHE/a%20b.jpg")
        let headers = Dictionary(request.headers.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
        #expect(headers["Content-Type"] == "image/jpeg")
        #expect(headers["Cache-Control"] == "max-age=60")
        #expect(headers["x-amz-acl"] == "public-read")
        // printf x | md5sum | xxd -r -p | base64; printf x | sha256sum
        #expect(headers["Content-MD5"] == "ndTkYSaMgDT1yFZOFVxnpg==")
        #expect(
            headers["x-amz-content-sha256"] == "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"
        )
    }

    @Test func aDownloadIsThatOfTheListedObject() throws {
        let tag = "9dd4e461268c8034f5c8564e155c67a6"
        let whole = HTTPResponse(status: 200, headers: ["etag": "\"\(tag)\""], body: Array("x".utf8))
        let part = HTTPResponse(status: 206, headers: ["x-amz-server-side-encryption": "aws:kms"], body: [7])
        let transport = ScriptedTransport([.success(whole), .success(part), .success(part), .refused(412)])
        let storage = try storage(transport)
        #expect(try storage.get("a b.jpg", nil, tag: tag) == ObjectContent(bytes: [0x78]))
        #expect(try storage.get("a b.jpg", 5..<6, tag: tag) == ObjectContent(bytes: [7], isEncrypted: true))
        let short = try #require(throws: StorageError.self) { try storage.get("a b.jpg", 5..<9, tag: tag) }
        #expect("\(short)" == "cannot download s3://bucket/site/a b.jpg: the server's response has 1 of 4 bytes")
        let changed = try #require(throws: StorageError.self) { try storage.get("a b.jpg", nil, tag: tag) }
        #expect(changed.isOfChange && !changed.concernsAllObjects)
        let requests = transport.requests.map { Dictionary($0.headers.map { ($0.name, $0.value) }) { $1 } }
        #expect(requests.map { $0["If-Match"] } == Array(repeating: "\"\(tag)\"", count: 4))
        #expect(requests.map { $0["Range"] } == [nil, "bytes=5-5", "bytes=5-8", nil])
        #expect(transport.requests.first?.url == "http://localhost:9000/bucket/site/a%20b.jpg")
    }

    @Test func anUploadReplacesOnlyTheExpectedObject() throws {
        let made = HTTPResponse(status: 200, headers: ["etag": "\"new\""])
        let transport = ScriptedTransport([
            .success(made), .success(made), .ok, .refused(412, "PreconditionFailed"),
            .refused(409, "ConditionalRequestConflict"), .refused(404, "NoSuchKey"),
        ])
        let storage = try storage(transport)
        func put(_ condition: PutCondition) throws(StorageError) -> String? {
            try storage.put([1], as: "a", type: "image/png", condition: condition)
        }
        #expect(try [put(.absent), put(.tag("old")), put(.always)] == ["new", "new", nil])
        for _ in 0..<2 {
            let error = try #require(throws: StorageError.self) { try put(.tag("old")) }
            #expect(error.isOfChange && !error.concernsAllObjects)
        }
        #expect(try #require(throws: StorageError.self) { try put(.tag("old")) }.isOfAbsence)
        let headers = transport.requests.map { Dictionary($0.headers.map { ($0.name, $0.value) }) { $1 } }
        #expect(headers.map { $0["If-Match"] } == [nil, "\"old\"", nil, "\"old\"", "\"old\"", "\"old\""])
        #expect(headers.map { $0["If-None-Match"] } == ["*", nil, nil, nil, nil, nil])
    }

    @Test func aServerWithoutConditionsStoresTheObject() throws {
        let transport = ScriptedTransport([.refused(501, "NotImplemented"), .ok, .refused(501, "NotImplemented")])
        let storage = try storage(transport)
        #expect(try storage.put([1], as: "a", type: "image/png", condition: .absent) == nil)
        let conditions = transport.requests.map { request in request.headers.first { $0.name == "If-None-Match" }?.value
        }
        #expect(conditions == ["*", nil])
        #expect(throws: StorageError.self) { try storage.put([1], as: "a", type: "image/png") }
        #expect(transport.requests.count == 3)
    }

    @Test func theTagOfAnObjectCanBeItsMD5() {
        func object(_ tag: String) -> StoredObject { StoredObject(name: "a", bytes: 1, tag: tag, modified: 0) }
        // printf x | md5sum
        #expect(object("9dd4e461268c8034f5c8564e155c67a6").hasMD5(of: Array("x".utf8)))
        #expect(object("9DD4E461268C8034F5C8564E155C67A6").hasMD5(of: Array("x".utf8)))
        #expect(!object("9dd4e461268c8034f5c8564e155c67a6").hasMD5(of: Array("y".utf8)))
        #expect(!object("9dd4e461268c8034f5c8564e155c67a6-2").hasMD5(of: Array("x".utf8)))
    }

    /// A server that does not support `If-Match` sends the new content.
    @Test func anotherTagIsAChange() throws {
        let other = HTTPResponse(status: 200, headers: ["etag": "\"another\""], body: [1])
        let storage = try storage(ScriptedTransport([.success(other)]))
        let error = try #require(throws: StorageError.self) { try storage.get("a", nil, tag: "tag") }
        #expect(error.isOfChange)
    }

    @Test func aListingHasAllPages() throws {
        let first = """
            <ListBucketResult><IsTruncated>true</IsTruncated><NextContinuationToken>t</NextContinuationToken>
            <Contents><Key>site/a</Key><Size>1</Size></Contents></ListBucketResult>
            """
        let last = "<ListBucketResult><Contents><Key>site/b</Key><Size>2</Size></Contents></ListBucketResult>"
        let transport = ScriptedTransport([.document(first), .document(last)])
        var names: [String] = []
        try storage(transport).list("CACHE/") { names.append($0.name) }
        #expect(names == ["a", "b"])
        #expect(transport.requests.map { $0.url.contains("continuation-token=t") } == [false, true])
        #expect(transport.requests.allSatisfy { $0.url.contains("prefix=site%2FCACHE%2F") })
    }

    /// A listing of one object in byte order starts with the object that has the shortest name.
    @Test func oneObjectIsFoundWithAListingOfOneObject() throws {
        let transport = ScriptedTransport([
            Self.listing("a.jpg"), Self.listing("a.jpg.bak"), Self.listing("a.jpg.bak", "a.jpg/x"),
        ])
        let storage = try storage(transport)
        #expect(try storage.find("a.jpg") == StoredObject(name: "a.jpg", bytes: 3, tag: "tag", modified: 0))
        #expect(transport.requests.count == 1)
        #expect(try storage.find("a.jpg") == nil)
        #expect(transport.requests.map { $0.url.contains("max-keys=1&") } == [true, true, false])
        #expect(transport.requests.allSatisfy { $0.url.contains("site%2Fa.jpg") })
    }

    /// Storj's order, for example, is the order of the encrypted names.
    @Test func oneObjectIsFoundInAListingOfAnyOrder() throws {
        let transport = ScriptedTransport([
            Self.listing("a.jpg.bak"), Self.listing("a.jpg.bak", "a.jpg.b", "a.jpg.c"), Self.listing("a.jpg.d"),
            Self.listing("a.jpg"),
            Self.listing("a.jpg.bak"), Self.listing("a.jpg.bak", "a.jpg.b", isTruncated: false),
        ])
        let storage = try storage(transport)
        #expect(try storage.find("a.jpg")?.name == "a.jpg")
        #expect(try storage.find("a.jpg") == nil)
        let continues = transport.requests.map { $0.url.contains("continuation-token=t") }
        #expect(continues == [false, false, true, true, false, false])
    }

    /// A page of a listing.
    private static func listing(_ names: String..., isTruncated: Bool = true) -> ScriptedTransport.Answer {
        let objects = names.map {
            "<Contents><Key>site/\($0)</Key><Size>3</Size><ETag>&quot;tag&quot;</ETag></Contents>"
        }
        let token = isTruncated ? "<NextContinuationToken>t</NextContinuationToken>" : ""
        return .document(
            "<ListBucketResult><IsTruncated>\(isTruncated)</IsTruncated>\(token)\(objects.joined())</ListBucketResult>"
        )
    }

    /// The same characters can consist of one scalar or of two (a letter and an accent).
    @Test func theBytesOfAKeyDecideAboutItsName() {
        let plain = S3Configuration(bucket: "bucket", prefix: "site")
        #expect(plain.name("site/\u{301}a").map { Array($0.utf8) } == [0xCC, 0x81, 0x61])
        #expect(plain.name("sites/a") == nil)
        let composed = S3Configuration(bucket: "bucket", prefix: "\u{E9}")
        #expect(composed.name("\u{E9}/e\u{301}").map { Array($0.utf8) } == [0x65, 0xCC, 0x81])
        #expect(composed.name("e\u{301}/a") == nil)
    }

    @Test func objectsAreDeletedInThousands() throws {
        let failed = "<DeleteResult><Error><Key>site/7</Key><Code>AccessDenied</Code></Error></DeleteResult>"
        let transport = ScriptedTransport([.document("<DeleteResult/>"), .document(failed)])
        let failures = try storage(transport).delete((0..<1001).map { "\($0)" })
        #expect(transport.requests.count == 2)
        #expect(failures.map(\.name) == ["7"])
    }

    @Test(arguments: [
        [.cut, .refused(503, "SlowDown"), .refused(500), .ok] as [ScriptedTransport.Answer],
        [.refused(400, "RequestTimeout"), .ok],
    ])
    func aTransientFailureIsRetried(answers: [ScriptedTransport.Answer]) throws {
        let transport = ScriptedTransport(answers)
        let pauses = Pauses()
        try storage(transport, pauses: pauses).put([], as: "a", type: "image/png")
        #expect(transport.requests.count == answers.count)
        #expect(pauses.all.withLock(\.count) == answers.count - 1)
    }

    @Test(
        arguments: [
            .refused(403, "AccessDenied"), .refused(404, "NoSuchBucket"), .refused(400, "InvalidRequest"), .untrusted,
        ] as [ScriptedTransport.Answer]
    )
    func anotherFailureIsNotRetried(answer: ScriptedTransport.Answer) throws {
        let transport = ScriptedTransport([answer, .ok])
        let storage = try storage(transport)
        #expect(throws: StorageError.self) { try storage.put([], as: "a", type: "image/png") }
        #expect(transport.requests.count == 1)
    }

    @Test func theAttemptsAreLimited() throws {
        let transport = ScriptedTransport(Array(repeating: .refused(503, "SlowDown"), count: 9))
        let storage = try storage(transport)
        let error = try #require(throws: StorageError.self) { try storage.put([], as: "a", type: "image/png") }
        #expect(transport.requests.count == 5)
        #expect("\(error)" == "cannot upload s3://bucket/site/a: HTTP 503 SlowDown: text (5 attempts)")
    }

    @Test func thePausesGrowUpToALimit() {
        let pauses = (1...8).map { RetryPolicy.pause(after: $0, fraction: 1) }
        #expect(pauses == [200, 400, 800, 1600, 3200, 6400, 10_000, 10_000].map { .milliseconds($0) })
        #expect(RetryPolicy.pause(after: 3, fraction: 0.5) == .milliseconds(400))
    }

    @Test func theTimeOfTheServerIsUsedIfTheClockIsWrong() throws {
        let date = ["date": "Fri, 24 May 2013 02:00:00 GMT"]
        let transport = ScriptedTransport([.refused(403, "RequestTimeTooSkewed", headers: date), .ok])
        try storage(transport).put([], as: "a", type: "image/png")
        let times = transport.requests.map { request in request.headers.first { $0.name == "x-amz-date" }?.value }
        #expect(times == ["20130524T000000Z", "20130524T020000Z"])
    }

    @Test func theClockIsSetOnlyOnce() throws {
        let date = ["date": "Fri, 24 May 2013 02:00:00 GMT"]
        let transport = ScriptedTransport(
            Array(repeating: .refused(403, "RequestTimeTooSkewed", headers: date), count: 3)
        )
        let storage = try storage(transport)
        #expect(throws: StorageError.self) { try storage.put([], as: "a", type: "image/png") }
        #expect(transport.requests.count == 2)
    }

    @Test func noMessageContainsASecret() throws {
        let body = "<Error><Code>X</Code><Message>you sent hidden-key</Message></Error>"
        let transport = ScriptedTransport([.success(HTTPResponse(status: 400, body: Array(body.utf8)))])
        let storage = try storage(transport)
        let error = try #require(throws: StorageError.self) { try storage.put([], as: "a", type: "image/png") }
        #expect("\(error)" == "cannot upload s3://bucket/site/a: HTTP 400 X: you sent …")
    }
}
