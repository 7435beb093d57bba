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
}
