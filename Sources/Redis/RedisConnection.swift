import Sockets
import SystemPackage
import WorkerProtocol

/// A connection to a Redis server, with the protocol RESP 2. Only one thread uses it at a time.
package final class RedisConnection {
    private let stream: SocketStream
    private let address: RedisAddress

    /// - Parameters:
    ///   - milliseconds: the time limit for connecting, for each read, and for each write.
    ///   - longestAnswer: the maximum number of bytes of one line or text of an answer.
    package init(
        _ address: RedisAddress,
        milliseconds: Int32 = 500,
        longestAnswer: Int = 1 << 20
    ) throws(RedisError) {
        self.address = address
        do throws(Errno) {
            let endpoint: SocketStream.Endpoint =
                address.path.map { .path($0) } ?? .host(address.host, port: address.port)
            stream = try SocketStream(endpoint, milliseconds: milliseconds, longestAnswer: longestAnswer)
        } catch {
            throw .unreachable(address.text, error)
        }
        var commands: [[String]] = []
        if let password = address.password { commands.append(["AUTH", address.user, password].compactMap(\.self)) }
        if address.database != 0 { commands.append(["SELECT", String(address.database)]) }
        _ = try answers(to: commands)
    }

    package func answer(to command: [String]) throws(RedisError) -> RedisAnswer {
        try answers(to: [command]).first ?? .null
    }

    /// Sends all commands, and then reads all answers.
    /// - Throws: the first error. After `RedisError.refused`, the connection remains usable.
    package func answers(to commands: [[String]]) throws(RedisError) -> [RedisAnswer] {
        var found: [RedisAnswer] = []
        var refusal: String?
        do throws(Errno) {
            try stream.write(commands.flatMap(Self.bytes))
            // Read all answers after a refusal too, so that the next command gets its own answer.
            for _ in commands { found.append(try readAnswer(&refusal)) }
        } catch {
            throw .unreachable(address.text, error)
        }
        if let refusal {
            // A server without the command AUTH repeats the password in its answer.
            let secrets = EnvironmentSecrets.values + [address.password].compactMap(\.self)
            throw .refused(address.text, String(refusal.withoutSecrets(secrets).prefix(200)))
        }
        return found
    }

    private func readAnswer(_ refusal: inout String?, depth: Int = 0) throws(Errno) -> RedisAnswer {
        let line = try stream.readLine()
        let rest = String(line.dropFirst())
        switch line.first {
        case "+": return .text(rest)
        case ":":
            guard let number = Int(rest) else { throw .badMessage }
            return .integer(number)
        case "$":
            guard let count = Int(rest), (-1...Self.longestText).contains(count) else { throw .badMessage }
            if count < 0 { return .null }
            let text = String(decoding: try stream.read(count), as: UTF8.self)
            try stream.skip(2)
            return .text(text)
        case "*":
            guard let count = Int(rest), (-1...Self.longestList).contains(count), depth < Self.maxDepth else {
                throw .badMessage
            }
            if count < 0 { return .null }
            var parts: [RedisAnswer] = []
            for _ in 0..<count { parts.append(try readAnswer(&refusal, depth: depth + 1)) }
            return .list(parts)
        case "-":
            refusal = refusal ?? rest
            return .null
        default: throw .badMessage
        }
    }

    // The server is not trusted, so the lengths and the nesting of its answers are limited.
    private static let longestText = 1 << 30
    private static let longestList = 1 << 24
    private static let maxDepth = 4

    private static func bytes(of command: [String]) -> [UInt8] {
        Array(("*\(command.count)\r\n" + command.map { "$\($0.utf8.count)\r\n\($0)\r\n" }.joined()).utf8)
    }
}
