import TestSupport
import Testing

@testable import Redis

/// Tests with a real server.
@Suite(.enabled(if: TestServer.isInstalled("redis-server"))) struct RedisConnectionTests {
    private func connection(_ server: TestServer) throws -> RedisConnection {
        try RedisConnection(try #require(RedisAddress("unix://\(server.socket)")))
    }

    @Test func readsEveryKindOfAnswer() throws {
        let server = try TestServer.redis()
        let connection = try connection(server)
        let text = String(repeating: "é\r\n", count: 100_000)
        let answers = try connection.answers(to: [
            ["SET", "text", text], ["GET", "text"], ["GET", "missing"], ["STRLEN", "text"],
            ["EVAL", "return {1, 'two', {'three'}, false}", "0"], ["LRANGE", "missing", "0", "-1"],
        ])
        #expect(
            answers == [
                .text("OK"), .text(text), .null, .integer(400_000),
                .list([.integer(1), .text("two"), .list([.text("three")]), .null]), .list([]),
            ]
        )
    }

    @Test func aRefusalLeavesTheConnectionUsable() throws {
        let server = try TestServer.redis()
        let connection = try connection(server)
        #expect(throws: RedisError.self) { try connection.answers(to: [["NONSENSE"], ["SET", "a", "1"]]) }
        #expect(try connection.answer(to: ["GET", "a"]) == .text("1"))
    }

    @Test(arguments: [
        ("LOADING Redis is loading the dataset in memory", true), ("OOM command not allowed", true),
        ("WRONGPASS invalid username-password pair", false), ("ERR unknown command", false),
    ])
    func someRefusalsAreTransient(_ message: String, _ isTransient: Bool) {
        #expect(RedisError.refused("redis://localhost:6379", message).isTransient == isTransient)
    }

    /// The server answers a long command with `ERR Protocol error: unauthenticated multibulk length`.
    @Test func aMissingPasswordIsNamed() throws {
        let server = try TestServer.redis(password: "canary")
        for count in [2, 20] {
            let connection = try connection(server)
            let error = #expect(throws: RedisError.self) {
                try connection.answer(to: ["DEL"] + (1..<count).map { "\($0)" })
            }
            #expect(error?.reason == "NOAUTH Authentication required.")
        }
    }

    @Test func anUnknownHostIsNamed() throws {
        let address = try #require(RedisAddress("redis://:canary@a..b/1"))
        let error = #expect(throws: RedisError.self) { try RedisConnection(address) }
        #expect(
            "\(try #require(error))"
                == "cannot use redis://a..b:6379/1: the host is unknown, or its address cannot be used"
        )
    }
}
