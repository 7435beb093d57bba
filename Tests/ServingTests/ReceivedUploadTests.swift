import Foundation
import TestSupport
import Testing

@testable import Serving

/// Which uploads are accepted, and what is stored of them.
@Suite struct ReceivedUploadTests {
    private static let token = "0123456789abcdef"
    private let folder = TemporaryFolder()
    private let messages = RecordedMessages()

    private func policy(_ hasToken: Bool) throws -> UploadPolicy {
        folder.write("token", Self.token + "\n")
        return try UploadPolicy(tokenFile: hasToken ? folder.path("token") : nil, folder: "")
    }

    private func begin(
        _ fields: [String: String],
        token: Bool = true,
        maxBytes: Int = 1000
    ) throws -> ReceivedUpload {
        var headers = UploadHeaders()
        for (name, value) in fields { headers.read(name, value) }
        return try ReceivedUpload(
            generator: "app:avatar",
            headers: headers,
            policy: policy(token),
            folder: folder.path("upload"),
            maxBytes: maxBytes,
            limits: UploadLimits(uploads: 1),
            report: { [messages] message in messages.add(message) }
        )
    }

    private func status(_ body: () throws -> Void) throws -> Int {
        do {
            try body()
            return 0
        } catch let refusal as UploadRefusalError {
            return refusal.response.status
        }
    }

    private static let bearer = ["Authorization": "Bearer " + token]

    @Test(arguments: [
        ([:], 401), (["Authorization": "Bearer 0123456789abcdeg"], 401), (["Authorization": "Basic " + token], 401),
        (["Authorization": "Bearer 0123456789abcde"], 401), (bearer, 0), (["authorization": "bearer " + token], 0),
    ])
    func aBareBodyNeedsTheToken(fields: [String: String], expected: Int) throws {
        #expect(try status { _ = try begin(fields) } == expected)
    }

    @Test(arguments: [
        (["Origin": "https://example.org", "Host": "example.org"], 0),
        (["Origin": "http://EXAMPLE.org:8000", "Host": "example.org:8000"], 0),
        (["Origin": "https://example.org", "Host": "other.org"], 403), (["Origin": "https://example.org"], 403),
        (["Origin": "null", "Host": "example.org"], 403),
        (["Sec-Fetch-Site": "cross-site", "Host": "a"], 403), (["Sec-Fetch-Site": "same-site"], 403),
        // nginx can replace the host.
        (["Sec-Fetch-Site": "same-origin", "Origin": "https://example.org", "Host": "127.0.0.1"], 0),
    ])
    func pagesOfOtherOriginsAreRefused(fields: [String: String], expected: Int) throws {
        #expect(try status { _ = try begin(fields, token: false) } == expected)
    }

    /// A page of a sibling subdomain belongs to the same site, so the message must not name the site as the reason.
    @Test func theRefusalOfAPageNamesItsHost() throws {
        let error = #expect(throws: UploadRefusalError.self) {
            try begin(["Sec-Fetch-Site": "same-site"], token: false)
        }
        guard case .bytes(let body) = error?.response.body else {
            Issue.record("the answer has no text")
            return
        }
        #expect(String(decoding: body, as: UTF8.self) == "the request comes from a page with another host or port\n")
    }

    @Test func theSizeIsCheckedBeforeAndWhileTheBodyIsRead() throws {
        #expect(try status { _ = try begin(["Content-Length": "1001"], token: false) } == 413)
        let upload = try begin([:], token: false)
        try upload.receive([UInt8](repeating: 1, count: 1000), count: 1000)
        #expect(try status { try upload.receive([1], count: 1) } == 413)
    }

    @Test func theFileIsDeletedAfterUse() throws {
        func store() throws {
            let upload = try begin(
                ["Content-Disposition": "attachment; filename=\"/a/b\\\\my dog.png\""],
                token: false
            )
            try upload.receive(Array("an image".utf8), count: 8)
            try upload.finish()
            #expect(upload.path == folder.path("upload/my dog.png"))
            #expect(FileManager.default.contents(atPath: folder.path("upload/my dog.png")) == Data("an image".utf8))
        }
        try store()
        #expect(!FileManager.default.fileExists(atPath: folder.path("upload")))
    }

    /// The client gets no path.
    @Test func aFailedWriteIsReported() throws {
        folder.write("upload/other", "")
        let error = #expect(throws: UploadRefusalError.self) { try begin([:], token: false) }
        #expect(error?.response.status == 500)
        guard case .bytes(let body) = error?.response.body else {
            Issue.record("the answer has no text")
            return
        }
        #expect(String(decoding: body, as: UTF8.self) == "the upload cannot be stored; see the log of the server\n")
        #expect(messages.all == ["error: cannot create \(folder.path("upload")): File exists"])
    }

    private func form(token: String?, file: String?) -> [UInt8] {
        var text = ""
        if let token { text += "--b\r\nContent-Disposition: form-data; name=\"token\"\r\n\r\n\(token)\r\n" }
        if let file {
            text += "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\n\r\n\(file)\r\n"
        }
        return Array((text + "--b--\r\n").utf8)
    }

    @Test(arguments: [
        (token as String?, "an image" as String?, 0), ("wrong", "an image", 401), (nil, "an image", 401),
        (token, nil, 400), (nil, nil, 401),
    ])
    func aFormHasTheTokenInAField(token: String?, file: String?, expected: Int) throws {
        let upload = try begin(["Content-Type": "multipart/form-data; boundary=b"])
        let body = form(token: token, file: file)
        let result = try status {
            try upload.receive(body, count: body.count)
            try upload.finish()
        }
        #expect(result == expected)
        #expect((upload.path != nil) == (expected == 0))
    }

    /// A field with a file name is a file, even if its name is `token`.
    @Test func aFileCanHaveTheNameToken() throws {
        var fields = Self.bearer
        fields["Content-Type"] = "multipart/form-data; boundary=b"
        let upload = try begin(fields)
        let body = String(decoding: form(token: nil, file: "an image"), as: UTF8.self)
            .replacing("name=\"file\"", with: "name=\"token\"")
        try upload.receive(Array(body.utf8), count: body.utf8.count)
        try upload.finish()
        #expect(FileManager.default.contents(atPath: upload.path ?? "") == Data("an image".utf8))
    }

    @Test func anIncompleteFormIsRefused() throws {
        let upload = try begin(["Content-Type": "multipart/form-data; boundary=b"], token: false)
        let body = form(token: nil, file: "an image").dropLast(6)
        try upload.receive(body, count: body.count)
        #expect(try status { try upload.finish() } == 400)
    }

    @Test(arguments: [
        ("a.png", "a.png"), ("../../etc/passwd", "passwd"), ("C:\\pictures\\a.png", "a.png"), ("..", "upload"),
        ("", "upload"), ("/", "upload"), (".htaccess", "htaccess"), ("-rf.png", "rf.png"), (" . -a.png", "a.png"),
        ("....", "upload"), ("..-..", "upload"), ("!.htaccess", "htaccess"), ("_a.png", "_a.png"), ("é.png", "é.png"),
        ("\u{301}.a", "a"), ("a\u{0}\nb.png", "ab.png"),
        (String(repeating: "ü", count: 300), String(repeating: "ü", count: 100)),
    ])
    func aNameIsOneComponent(name: String, expected: String) { #expect(ReceivedUpload.safeName(name) == expected) }

    @Test(arguments: ["\n", "\r\n", "", "\r\nsecond line\r\n", " \n"])
    func theTokenIsTheFirstLine(end: String) throws {
        folder.write("token", Self.token + end)
        let policy = try UploadPolicy(tokenFile: folder.path("token"), folder: "")
        #expect(policy.allows(Self.token))
        #expect(!policy.allows(Self.token + "0"))
    }

    @Test func aTokenCanContainSpaces() throws {
        folder.write("token", " correct horse battery staple \n")
        let policy = try UploadPolicy(tokenFile: folder.path("token"), folder: "")
        #expect(policy.allows("correct horse battery staple"))
    }

    @Test func aShortTokenIsRefused() {
        folder.write("short", "0123456789\n")
        #expect(throws: UploadPolicy.TokenError.self) { try UploadPolicy(tokenFile: folder.path("short"), folder: "") }
    }
}
