import Files
import Testing

@testable import Storage

/// The signatures of the examples in AWS's documentation ("Signature Calculations for the Authorization Header:
/// Transferring Payload in a Single Chunk"). botocore 1.43 computes the same values, and the values of the other cases.
@Suite struct SignatureTests {
    private static let secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"

    private func signature(
        _ method: String,
        host: String = "examplebucket.s3.amazonaws.com",
        _ path: String,
        _ query: [(name: String, value: String)] = [],
        _ headers: [HTTPHeader] = [],
        body: String = "",
        token: String? = nil,
        region: String = "us-east-1",
        time: String = "2013-05-24T00:00:00Z"
    ) throws -> String {
        let signature = RequestSignature(
            credentials: Credentials(
                accessKey: "AKIAIOSFODNN7EXAMPLE",
                secretKey: Self.secret,
                sessionToken: token
            ),
            region: region,
            time: try #require(UTCTime(rfc3339: time))
        )
        let all = signature.headers(
            method,
            host: host,
            path: path,
            query: query,
            headers: headers,
            body: Array(body.utf8)
        )
        let header = try #require(all.first { $0.name == "Authorization" }?.value)
        return String(try #require(header.split(separator: "Signature=").last))
    }

    @Test func aDownloadOfARange() throws {
        let found = try signature("GET", "/test.txt", [], [HTTPHeader("Range", "bytes=0-9")])
        #expect(found == "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41")
    }

    @Test func anUpload() throws {
        let headers = [
            HTTPHeader("Date", "Fri, 24 May 2013 00:00:00 GMT"),
            HTTPHeader("x-amz-storage-class", "REDUCED_REDUNDANCY"),
        ]
        let found = try signature("PUT", "/test%24file.text", [], headers, body: "Welcome to Amazon S3.")
        #expect(found == "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd")
    }

    @Test func aParameterWithoutAValue() throws {
        let found = try signature("GET", "/", [(name: "lifecycle", value: "")])
        #expect(found == "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543")
    }

    @Test func aListing() throws {
        let found = try signature("GET", "/", [(name: "prefix", value: "J"), (name: "max-keys", value: "2")])
        #expect(found == "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7")
    }

    @Test func aSessionTokenEscapesAndSpaces() throws {
        let found = try signature(
            "PUT",
            host: "localhost:9000",
            "/b/" + "a b/ü+&/~x'.jpg".uriEncoded(keeping: "/"),
            [],
            [HTTPHeader("Content-Type", "image/jpeg"), HTTPHeader("Cache-Control", "public,  max-age=60")],
            body: "x",
            token: "TOKEN",
            region: "eu-central-1",
            time: "2026-11-27T12:00:00.000Z"
        )
        #expect(found == "c020987939bf6d90997a2004bd76651a323537f40681bb29126e9eb3d176bcf2")
    }

    @Test func parametersWithSpecialCharacters() throws {
        let found = try signature(
            "GET",
            host: "localhost:9000",
            "/b",
            [
                (name: "list-type", value: "2"), (name: "prefix", value: "a/b c+"),
                (name: "continuation-token", value: "1/x=="),
            ],
            region: "eu-central-1",
            time: "2026-11-27T12:00:00Z"
        )
        #expect(found == "10ca02b190712a389f6d111fa777c195593a75054b0703fc44693524239fe528")
    }
}
