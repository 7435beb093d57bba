import Files
import Sockets
import SystemPackage

/// A cache in memcached servers, with the text protocol.
///
/// Each server gets each key, because the libraries of sites differ in the server that they choose for a key.
final class MemcachedCache: CacheConnection {
    private let servers: [(name: String, stream: SocketStream)]
    private let timeout: Int?

    init(_ names: [String], timeout: Int?) throws {
        self.timeout = timeout
        servers = try names.map { name in
            do throws(Errno) {
                return (name, try SocketStream(Self.endpoint(name)))
            } catch {
                throw DjangoCacheError.unusable("memcached://" + name, reason: error.connectionReason)
            }
        }
    }

    func contains(_ key: String) throws -> Bool {
        var isEverywhere = true
        try exchange("get \(key)\r\n") { stream throws(Errno) in
            let line = try stream.readLine()
            guard line.hasPrefix("VALUE ") else {
                isEverywhere = false
                return line == "END" ? nil : line
            }
            // Refuse a longer value than 1 MiB, the default maximum of memcached, because the server is not trusted.
            guard let length = line.split(separator: " ").last.flatMap({ Int($0) }), (0...1 << 20).contains(length)
            else { throw Errno.badMessage }
            try stream.skip(length + 2)
            _ = try stream.readLine()
            return nil
        }
        return isEverywhere
    }

    func set(_ keys: [String], upTo limit: Int) throws {
        let value = StateValue.text
        let header = " \(StateValue.memcachedFlags) \(expiry) \(value.utf8.count)\r\n\(value)\r\n"
        try exchange(keys.map { "set " + $0 + header }.joined()) { stream throws(Errno) in
            try Self.refusal(ofAnswers: keys.count, ["STORED"], from: stream)
        }
    }

    func delete(_ keys: [String]) throws {
        try exchange(keys.map { "delete \($0)\r\n" }.joined()) { stream throws(Errno) in
            try Self.refusal(ofAnswers: keys.count, ["DELETED", "NOT_FOUND"], from: stream)
        }
    }

    /// The time in seconds after which a key expires. memcached reads more than 30 days as a time since 1970, so a
    /// longer time is sent in this form.
    private var expiry: Int { timeout.map { $0 > 2_592_000 ? $0 + currentSeconds() : $0 } ?? 0 }

    /// Reads the answers to several commands.
    /// - Returns: the first answer that is not accepted; nil if all are accepted.
    private static func refusal(
        ofAnswers count: Int,
        _ accepted: [String],
        from stream: SocketStream
    ) throws(Errno) -> String? {
        var refusal: String?
        for _ in 0..<count {
            let line = try stream.readLine()
            if !accepted.contains(line) { refusal = refusal ?? line }
        }
        return refusal
    }

    /// Sends the same request to each server.
    /// - Parameter read: reads the answer of a server. It returns nil, or the answer if the server refuses the request.
    private func exchange(_ request: String, _ read: (SocketStream) throws(Errno) -> String?) throws {
        for server in servers {
            var refusal: String?
            do throws(Errno) {
                try server.stream.write(Array(request.utf8))
                refusal = try read(server.stream)
            } catch {
                refusal = error.description
            }
            if let refusal { throw DjangoCacheError.unusable("memcached://" + server.name, reason: refusal) }
        }
    }

    /// The endpoint of a server such as `localhost:11211`, `[::1]:11211`, or `unix:/run/memcached.sock`.
    private static func endpoint(_ name: String) -> SocketStream.Endpoint {
        if name.hasPrefix("unix:") { return .path(String(name.dropFirst("unix:".count))) }
        if name.hasPrefix("/") { return .path(name) }
        guard let colon = name.lastIndex(of: ":"), !name.hasSuffix("]") else {
            return .host(name.filter { $0 != "[" && $0 != "]" }, port: "11211")
        }
        return .host(name[..<colon].filter { $0 != "[" && $0 != "]" }, port: String(name[name.index(after: colon)...]))
    }
}
