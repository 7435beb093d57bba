import Foundation
import Testing

/// The connections of `imagekit serve`, with the built executables.
@Suite struct ServeConnectionTests {
    /// The answers are larger than the buffers of the socket, so most of them are unsent when the client closes its
    /// sending side.
    @Test func aClientThatEndsItsInputGetsAllAnswers() async throws {
        let (count, size) = (40, 100_000)
        let site = Site(Registries.oneGenerator)
        site.write("media/CACHE/images/a.png", String(repeating: "a", count: size))
        let server = try await ServeSession.start(site, listen: "unix:serve.sock")
        let address = server.address
        let received = try await onThread {
            let connection = try HTTPConnection(address)
            let request = "GET /media/CACHE/images/a.png HTTP/1.1\r\nHost: test\r\n\r\n"
            connection.write(Array(String(repeating: request, count: count).utf8))
            connection.finishWriting()
            return connection.readAll().count { $0 == UInt8(ascii: "a") }
        }
        // The headers contain the letter too.
        #expect(received >= count * size)
    }

    @Test func aUsedAddressIsReported() async throws {
        let site = Site(Registries.oneGenerator)
        let server = try await ServeSession.start(site)
        guard case .tcp(let port) = server.address else { return }
        let result = try await site.run("serve", "--listen", "127.0.0.1:\(port)")
        #expect(
            result.errors == """
                error: cannot listen on http://127.0.0.1:\(port): Address already in use; stop the other server, or use \
                another --listen

                """
        )
    }

    @Test func onlyADeadSocketIsReplaced() async throws {
        let site = Site(Registries.oneGenerator)
        let listen = "unix:serve.sock"
        let first = try await ServeSession.start(site, listen: listen)
        let second = try await site.run("serve", "--listen", listen)
        #expect(
            second.errors == """
                error: cannot listen on unix:serve.sock: Address already in use; stop the other server, or use another \
                --listen

                """
        )
        #expect(second.exitCode == 1)
        #expect(try await first.get("/-/health").status == 200)
        #expect(try await first.stop(SIGKILL) == 137)
        let third = try await ServeSession.start(site, listen: listen)
        #expect(try await third.get("/-/health").status == 200)
        // Another server has its socket under the same path now.
        site.remove("serve.sock")
        let fourth = try await ServeSession.start(site, listen: listen)
        #expect(try await third.stop() == 143)
        #expect(try await fourth.get("/-/health").status == 200)
        #expect(try await fourth.stop() == 143)
        #expect(!FileManager.default.fileExists(atPath: site.path("serve.sock")))
    }

    /// The requests keep the connection open. So the answer ends only if the server closes the connection.
    @Test(arguments: [
        (
            "GET /-/health HTTP/1.1\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk",
            200
        ),
        ("GET /-/health HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket", 200),
        ("CONNECT test:80 HTTP/1.1", 405),
    ])
    func theConnectionEndsAfterARequestForAnotherProtocol(request: String, status: Int) async throws {
        let server = try await ServeSession.start(Site(Registries.oneGenerator))
        let answer = try await server.send(request + "\r\nHost: test\r\n\r\n")
        #expect(answer.status == status && answer["Connection"] == "close", "\(answer.head)")
    }

    @Test func tooManyConnectionsAreReported() async throws {
        let server = try await ServeSession.start(Site(Registries.oneGenerator), openFiles: 96)
        let address = server.address
        let refused = try await onThread {
            let connections = try (0..<40).map { _ in try HTTPConnection(address) }
            return connections[32...].count { $0.readAll().isEmpty }
        }
        #expect(refused == 8)
        #expect(try await server.stop() == 143)
        let errors = try await server.errorLines()
        #expect(
            errors == [
                "error: closed a new connection: 32 connections are open, one third of the limit of 96 open files; raise the "
                    + "limit of open files with LimitNOFILE= in the systemd unit, or with ulimit -n"
            ]
        )
    }

    // MARK: - The access log

    private struct Entry: Decodable {
        let path: String
        let status: Int
        let bytes: Int
    }

    private func entries(_ site: Site, _ log: String = "log") throws -> [Entry] {
        try (site.text(log) ?? "").split(separator: "\n").map {
            try JSONDecoder().decode(Entry.self, from: Data($0.utf8))
        }
    }

    @Test func theLogContainsInvalidAndBrokenOffRequests() async throws {
        let site = Site(Registries.oneGenerator)
        let size = 100_000_000
        let path = "/media/CACHE/images/large.png"
        site.write(String(path.dropFirst()), "")
        try FileHandle(forWritingTo: URL(filePath: site.path(path))).truncate(atOffset: UInt64(size))
        let server = try await ServeSession.start(site, "--access-log", "log")
        #expect(try await server.send("no request\r\n\r\n").status == 400)
        let address = server.address
        try await onThread {
            let connection = try HTTPConnection(address)
            connection.write(Array("GET \(path) HTTP/1.1\r\nHost: test\r\n\r\n".utf8))
            #expect(connection.read(300_000).count == 300_000)
        }
        #expect(try await server.stop() == 143)
        let log = try entries(site)
        #expect(log.map(\.status) == [400, 200] && log.map(\.path) == ["", path])
        let bytes = try #require(log.last?.bytes)
        #expect(bytes > 100_000 && bytes < size, "\(bytes)")
    }

    /// The server ignores the rest of a refused body, so a malformed chunk in this rest is not a request.
    @Test(.timeLimit(.minutes(2))) func aRefusedUploadIsLoggedOnce() async throws {
        let site = Site(Registries.oneGenerator)
        let server = try await ServeSession.start(site, "--access-log", "log")
        let address = server.address
        let path = "/-/process/app:small"
        try await onThread {
            let connection = try HTTPConnection(address)
            let head = "POST \(path) HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n"
            #expect(HTTPAnswer(connection.exchange(Array(head.utf8))).status == 404)
            connection.write(Array("no chunk\r\n".utf8))
            // Wait until the server has read the chunk and closed the connection. Then the only open connection is the
            // connection of the request for the metrics.
            let request = Array("GET /-/metrics HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n".utf8)
            while true {
                let metrics = HTTPAnswer(try HTTPConnection(address).exchange(request))
                if metrics.status != 200 || metrics.text.contains("imagekit_http_connections 1\n") { break }
            }
            withExtendedLifetime(connection) {}
        }
        #expect(try await server.stop() == 143)
        let log = try entries(site).filter { $0.path != "/-/metrics" }
        #expect(log.map(\.status) == [404] && log.map(\.path) == [path])
    }

    @Test func aHangupOpensTheLogAgain() async throws {
        let site = Site(Registries.oneGenerator)
        let server = try await ServeSession.start(site, "--access-log", "log")
        _ = try await server.get("/-/health")
        try FileManager.default.moveItem(atPath: site.path("log"), toPath: site.path("log.1"))
        server.signal(SIGHUP)
        // Until the server opens the new file, it writes to the renamed file.
        var count = 1
        while site.read("log") == nil, count < 100_000 {
            guard try await server.get("/-/health").status == 200 else { break }
            count += 1
        }
        #expect(try await server.get("/-/ready").status == 200)
        #expect(try await server.stop() == 143)
        #expect(try entries(site).last?.path == "/-/ready")
        #expect(try entries(site).count + entries(site, "log.1").count == count + 1)
    }
}
