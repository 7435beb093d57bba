import Foundation
import Testing

/// `POST /-/process/ID` of `imagekit serve`, with the built executables.
@Suite struct ServeUploadTests {
    private static let token = "a-token-of-many-letters"

    private func site() -> Site {
        let site = Site(Registries.oneGenerator)
        site.makeFolder("media")
        site.write("token", Self.token + "\n")
        return site
    }

    private func post(
        _ server: ServeSession,
        _ body: [UInt8],
        _ headers: [String] = [],
        path: String = "/-/process/app:small"
    ) async throws -> HTTPAnswer {
        let head =
            ["POST \(path) HTTP/1.1", "Host: test", "Connection: close", "Content-Length: \(body.count)"] + headers
        return try await server.send(Array((head.joined(separator: "\r\n") + "\r\n\r\n").utf8) + body)
    }

    @Test func uploadsAreOffAtAPort() async throws {
        let server = try await ServeSession.start(site())
        #expect(try await post(server, samplePNG(width: 40, height: 30)).status == 404)
        #expect(try await server.get("/-/process/app:small").status == 404)
    }

    @Test func aBareBodyIsProcessed() async throws {
        let site = site()
        let server = try await ServeSession.start(site, "--upload-to", "avatars", listen: "unix:serve.sock")
        let answer = try await post(
            server,
            samplePNG(width: 40, height: 30),
            ["Content-Disposition: attachment; filename=\"my dog.jpeg\""]
        )
        #expect(answer.status == 201 && answer["Location"] == "/media/avatars/my_dog.png", "\(answer.text)")
        let json = try #require(try JSONSerialization.jsonObject(with: Data(answer.body)) as? [String: Any])
        #expect(json["name"] as? String == "avatars/my_dog.png" && json["source"] as? String == "my dog.jpeg")
        #expect(PictureSize(of: site.read("media/avatars/my_dog.png") ?? []) == PictureSize(10, 8))
        let bad = try await post(server, Array("no image".utf8))
        #expect(bad.status == 422 && bad.text.contains(#""status":"failed""#))
        #expect(try await post(server, [1], path: "/-/process/app:large").status == 404)
        let left = try FileManager.default.contentsOfDirectory(
            atPath: site.path("media/CACHE/images/.imagekit/uploads")
        )
        #expect(left.isEmpty)
    }

    /// A server that starts deletes the uploads of killed servers, and no other files.
    @Test func onlyOldUploadsAreDeleted() async throws {
        let site = site()
        let folder = "media/CACHE/images/.imagekit/uploads"
        for name in ["upload-1a", "2026"] {
            site.write("\(folder)/\(name)/a.png", "x")
            let old: [FileAttributeKey: Any] = [.modificationDate: Date(timeIntervalSince1970: 0)]
            try FileManager.default.setAttributes(old, ofItemAtPath: site.path("\(folder)/\(name)"))
        }
        _ = try await ServeSession.start(site, "--upload-to", "avatars", listen: "unix:serve.sock")
        #expect(try FileManager.default.contentsOfDirectory(atPath: site.path(folder)) == ["2026"])
        #expect(site.text("\(folder)/2026/a.png") == "x")
    }

    @Test func aFormIsProcessed() async throws {
        let site = site()
        let server = try await ServeSession.start(site, "--upload-token-file", "token", "--max-file-size", "1000000")
        let form = try await server.get("/-/process/app:small")
        #expect(
            form.status == 200 && form.text.contains("<label for=\"token\">") && form.text.contains("type=\"file\"")
        )
        let start =
            "--b\r\nContent-Disposition: form-data; name=\"token\"\r\n\r\n\(Self.token)\r\n"
            + "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\n"
        let body = Array(start.utf8) + samplePNG(width: 40, height: 30) + Array("\r\n--b--\r\n".utf8)
        let type = "Content-Type: multipart/form-data; boundary=b"
        #expect(try await post(server, body, [type, "Origin: http://test"]).status == 201)
        #expect(try await post(server, body, [type, "Origin: http://other"]).status == 403)
        #expect(try await post(server, body, [type, "Authorization: Bearer wrong"]).status == 401)
        #expect(try await post(server, [1]).status == 401)
    }

    /// The client gets the answer although it has sent only the headers, and although it goes on to send the body.
    @Test func aLargeBodyIsRefusedBeforeItIsRead() async throws {
        let server = try await ServeSession.start(site(), "--max-file-size", "1000000", listen: "unix:serve.sock")
        let head = "POST /-/process/app:small HTTP/1.1\r\nHost: test\r\n"
        let waiting = try await server.send(head + "Content-Length: 5000000000\r\nExpect: 100-continue\r\n\r\n")
        #expect(waiting.status == 413)
        let body = [UInt8](repeating: 0, count: 3_000_000)
        #expect(try await post(server, body).status == 413)
        let chunks = String(repeating: "10000\r\n" + String(repeating: "a", count: 65536) + "\r\n", count: 40)
        let chunked = try await server.send(head + "Transfer-Encoding: chunked\r\n\r\n" + chunks + "0\r\n\r\n")
        #expect(chunked.status == 413)
    }
}
