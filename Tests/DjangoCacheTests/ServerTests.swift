import Foundation
import Sockets
import TestSupport
import Testing

@testable import DjangoCache
@testable import Registry

/// Tests with the real servers.
@Suite struct ServerTests {
    private func cache(_ server: DjangoCacheSetting.Server, timeout: Int? = nil) -> DjangoCache {
        var setting = DjangoCacheSetting()
        setting.server = server
        setting.timeout = timeout
        return DjangoCache(setting, Settings(mediaRoot: "/site/media"))
    }

    private func redis(_ server: TestServer, _ options: String = "", password: String = "", timeout: Int? = nil)
        -> DjangoCache
    {
        let user = password.isEmpty ? "" : ":\(password)@"
        return cache(.redis(.init("unix://\(user)\(server.socket)\(options)")), timeout: timeout)
    }

    static let hasRedis = TestServer.isInstalled("redis-server")
    static let hasMemcached = TestServer.isInstalled("memcached")

    @Test(.enabled(if: hasRedis)) func redisKeepsStates() throws {
        let server = try TestServer.redis()
        let cache = redis(server, "?db=2")
        try cache.setExisting(["a.jpg", "b c.jpg"])
        #expect(try server.redis("-n", "2", "get", ":1:imagekit:a.jpg-state") == "Vexists\np0\n.\n")
        #expect(try server.redis("-n", "2", "get", ":1:imagekit:bc.jpg-state") == "Vexists\np0\n.\n")
        #expect(try server.redis("-n", "2", "ttl", ":1:imagekit:a.jpg-state") == "-1\n")
        #expect(try server.redis("get", ":1:imagekit:a.jpg-state") == "\n")
        try cache.forget(["a.jpg", "unknown.jpg"])
        #expect(try server.redis("-n", "2", "keys", "*") == ":1:imagekit:bc.jpg-state\n")
    }

    @Test(.enabled(if: hasRedis)) func redisForgetsStatesAfterATimeout() throws {
        let server = try TestServer.redis()
        try redis(server, timeout: 1000).setExisting(["a.jpg"])
        let left = Int(try server.redis("ttl", ":1:imagekit:a.jpg-state").dropLast())
        #expect(left.map { (900...1000).contains($0) } == true)
    }

    @Test(.enabled(if: hasRedis)) func redisChecksThePassword() throws {
        let server = try TestServer.redis(password: "s@cret/")
        try redis(server, password: "s%40cret%2F").setExisting(["a.jpg"])
        #expect(try server.redis("-a", "s@cret/", "exists", ":1:imagekit:a.jpg-state") == "1\n")
        let error = #expect(throws: DjangoCacheError.self) {
            try redis(server, password: "wrong").setExisting(["a.jpg"])
        }
        #expect("\(try #require(error))".contains("WRONGPASS"))
        #expect("\(try #require(error))".contains("wrong") == false)
    }

    /// A mark is lost with all keys, so a run writes them again.
    @Test(.enabled(if: hasRedis)) func aMarkIsLostWithTheKeys() throws {
        let server = try TestServer.redis()
        let cache = redis(server)
        #expect(try !cache.contains(mark: "1"))
        try cache.write(mark: "1")
        #expect(try cache.contains(mark: "1"))
        #expect(try !cache.contains(mark: "2"))
        _ = try server.redis("flushall")
        #expect(try !cache.contains(mark: "1"))
    }

    /// One command of a pipeline fails, and the connection can still be used.
    @Test(.enabled(if: hasRedis)) func aRefusedCommandIsReported() throws {
        let server = try TestServer.redis()
        let cache = redis(server)
        _ = try server.redis("config", "set", "maxmemory", "1")
        let error = #expect(throws: DjangoCacheError.self) { try cache.setExisting(["a.jpg", "b.jpg"]) }
        #expect("\(try #require(error))".contains("OOM"))
        _ = try server.redis("config", "set", "maxmemory", "0")
        try cache.setExisting(["a.jpg"])
        #expect(try server.redis("dbsize") == "1\n")
    }

    @Test(.enabled(if: hasMemcached)) func memcachedKeepsStates() throws {
        let (first, second) = (try TestServer.memcached(), try TestServer.memcached())
        let cache = cache(.memcached(["unix:" + first.socket, second.socket]))
        let names = (0..<700).map { "\($0).jpg" }
        try cache.setExisting(names)
        try cache.write(mark: "1")
        #expect(try cache.contains(mark: "1"))
        for server in [first, second] {
            let stream = try SocketStream(.path(server.socket))
            try stream.write(Array("get :1:imagekit:699.jpg-state :1:imagekit:unknown-state\r\n".utf8))
            #expect(try stream.readLine() == "VALUE :1:imagekit:699.jpg-state 16 6")
            #expect(try stream.readLine() == "exists")
            #expect(try stream.readLine() == "END")
            try stream.write(Array("flush_all\r\n".utf8))
            #expect(try stream.readLine() == "OK")
            #expect(try !cache.contains(mark: "1"))
        }
        try cache.setExisting(names)
        try cache.forget(names + ["unknown"])
        let stream = try SocketStream(.path(second.socket))
        try stream.write(Array("get :1:imagekit:0.jpg-state\r\n".utf8))
        #expect(try stream.readLine() == "END")
    }

    @Test func anUnknownHostIsReported() {
        let reason = "the host is unknown, or its address cannot be used"
        #expect(throws: DjangoCacheError.unusable("memcached://a..b:11211", reason: reason)) {
            try MemcachedCache(["a..b:11211"], timeout: nil)
        }
    }

    /// Nothing listens at the socket, or a server accepts connections and never answers.
    @Test func aServerThatDoesNotAnswerIsUnusable() throws {
        let folder = TemporaryFolder()
        let path = folder.path("socket")
        let absent = cache(.redis(.init("unix://" + path)))
        #expect(throws: DjangoCacheError.unusable("unix://\(path)", reason: "No such file or directory")) {
            try absent.setExisting(["a.jpg"])
        }
        let socket = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(socket) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let size = socklen_t(MemoryLayout<sockaddr_un>.size)
        let isBound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(socket, $0, size) == 0 }
        }
        #expect(isBound && listen(socket, 5) == 0)
        for server in [DjangoCacheSetting.Server.redis(.init("unix://" + path)), .memcached([path])] {
            let error = #expect(throws: DjangoCacheError.self) { try cache(server).setExisting(["a.jpg"]) }
            #expect("\(try #require(error))".contains("timed out"))
        }
    }

    @Test func anUnsetVariableIsReported() {
        var address = DjangoCacheSetting.Address("env:DJANGO_CACHE_URL")
        address.value = nil
        for server in [DjangoCacheSetting.Server.redis(address), .postgresql(address)] {
            #expect(throws: DjangoCacheError.unusable("env:DJANGO_CACHE_URL", reason: "the variable is not set")) {
                try cache(server).setExisting(["a.jpg"])
            }
        }
    }
}
