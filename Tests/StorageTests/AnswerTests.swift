import Testing

@testable import Storage

@Suite struct AnswerTests {
    private func listing(_ content: String) -> [UInt8] {
        let text = """
            <?xml version="1.0" encoding="UTF-8"?>
            <ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">\(content)</ListBucketResult>
            """
        return Array(text.utf8)
    }

    @Test func aPageOfAListing() throws {
        let answer = try #require(
            ListAnswer(
                listing(
                    """
                    <Name>bucket</Name><IsTruncated>true</IsTruncated><KeyCount>2</KeyCount>
                    <NextContinuationToken>1/a&amp;b==</NextContinuationToken><EncodingType>url</EncodingType>
                    <Contents><Key>a/%C3%BC+b%2B.jpg</Key><LastModified>2013-05-24T00:00:00.000Z</LastModified>
                    <ETag>&quot;D41D8CD98F00B204E9800998ECF8427E&quot;</ETag><Size>12</Size></Contents>
                    <Contents><Key>b</Key><ETag>"0123-2"</ETag><Size>0</Size></Contents>
                    """
                )
            )
        )
        #expect(answer.objects.map(\.key) == ["a/ü b+.jpg", "b"])
        #expect(answer.objects.map(\.bytes) == [12, 0])
        #expect(
            answer.objects.map { StoredObject(name: "", bytes: 0, tag: $0.tag, modified: 0).md5 } == [
                0xd41d_8cd9_8f00_b204_e980_0998_ecf8_427e, nil,
            ]
        )
        #expect(answer.objects.map(\.modified) == [1_369_353_600, 0])
        #expect(answer.nextToken == "1/a&b==")
    }

    /// A server can report any time. The nanoseconds of the first and the last time would overflow.
    @Test func aTimeIsLimited() throws {
        let times = ["1601-01-01T00:00:00Z", "2013-05-24T00:00:00Z", "9999-12-31T23:59:59Z"]
        let objects = times.map {
            "<Contents><Key>a</Key><LastModified>\($0)</LastModified><Size>1</Size></Contents>"
        }
        let answer = try #require(ListAnswer(listing(objects.joined())))
        let modified = answer.objects.map { object in
            StoredObject(name: "a", bytes: 1, tag: "", modified: object.modified).modifiedInNanoseconds
        }
        let limit = (1 << 33) * 1_000_000_000
        #expect(modified == [-limit, 1_369_353_600_000_000_000, limit])
    }

    @Test func keysAreOnlyDecodedIfTheServerEncodedThem() throws {
        let answer = try #require(ListAnswer(listing("<Contents><Key>a+%41</Key><Size>1</Size></Contents>")))
        #expect(answer.objects.map(\.key) == ["a+%41"])
        #expect(answer.nextToken == nil)
    }

    @Test(arguments: [
        "", "<html></html>", "<ListBucketResult>", "<ListBucketResult><Contents></ListBucketResult>",
        "<ListBucketResult><IsTruncated>true</IsTruncated></ListBucketResult>",
        "<ListBucketResult><Contents><Key>a</Key></Contents></ListBucketResult>",
        "<!DOCTYPE a [<!ENTITY b \"c\">]><ListBucketResult></ListBucketResult>",
    ])
    func anotherDocumentIsNoListing(text: String) {
        #expect(ListAnswer(Array(text.utf8)) == nil)
    }

    @Test func theDocumentIsParsed() throws {
        let text = "<!-- a --><a b=\"c>\"><d>1 &lt; 2 &#65;&#x42;</d><e/><d><![CDATA[<&]]></d><!-- b --></a>\n"
        let root = try #require(XMLReader.root(of: Array(text.utf8)))
        #expect(root.name == "a")
        #expect(root.children.map(\.name) == ["d", "e", "d"])
        #expect(root.children.map(\.text) == ["1 < 2 AB", "", "<&"])
    }

    @Test(arguments: ["<a>&x;</a>", "<a></b>", "<a></a><b></b>", "<a", "<a b=\"></a>", "x<a></a>"])
    func aMalformedDocumentIsRefused(text: String) {
        #expect(XMLReader.root(of: Array(text.utf8)) == nil)
    }

    @Test func aDeepDocumentIsRefused() {
        let text = String(repeating: "<a>", count: 100_000)
        #expect(XMLReader.root(of: Array(text.utf8)) == nil)
    }

    @Test func theErrorOfAServer() {
        let body = "<Error><Code>NoSuchBucket</Code><Message>The specified bucket\ndoes not exist.</Message></Error>"
        let error = ServiceError(HTTPResponse(status: 404, body: Array(body.utf8)))
        #expect(error.code == "NoSuchBucket")
        #expect(error.concernsAllObjects)
        #expect(!error.isTransient)
        #expect(
            error.message == "HTTP 404 NoSuchBucket: The specified bucket does not exist; create the bucket, or "
                + "correct its address in the registry"
        )
    }

    @Test func anErrorWithoutADocument() {
        let error = ServiceError(HTTPResponse(status: 502, body: Array("<html>Bad Gateway".utf8)))
        #expect(error.message == "HTTP 502")
        #expect(error.isTransient)
    }

    @Test func theRegionOfTheBucketIsReported() {
        let response = HTTPResponse(status: 301, headers: ["x-amz-bucket-region": "eu-west-1"])
        #expect(ServiceError(response).message == "HTTP 301: (the bucket is in the region eu-west-1)")
    }

    @Test func theRequestToDeleteObjects() {
        #expect(
            String(decoding: DeleteRequest.body(["a&b<c>", "d"]), as: UTF8.self)
                == "<Delete><Quiet>true</Quiet><Object><Key>a&amp;b&lt;c&gt;</Key></Object><Object><Key>d</Key></Object>"
                + "</Delete>"
        )
    }

    @Test func theAnswerNamesTheObjectsThatRemain() throws {
        let text =
            "<DeleteResult><Error><Key>a</Key><Code>AccessDenied</Code><Message>No</Message></Error></DeleteResult>"
        let failures = try #require(DeleteRequest.failures(Array(text.utf8)))
        #expect(failures.map(\.key) == ["a"])
        #expect(failures.map(\.error.code) == ["AccessDenied"])
        #expect(DeleteRequest.failures(Array("<html/>".utf8)) == nil)
    }

    @Test func aResponseAfterThatOfAProxyReplacesIt() {
        var response = HTTPResponse(status: 0)
        for line in ["HTTP/1.1 200 Connection established\r\n", "Via: proxy\r\n", "HTTP/1.1 404\r\n", "DATE:  x \r\n"] {
            response.add(headerLine: line)
        }
        #expect(response.headers == ["date": "x"])
    }
}
