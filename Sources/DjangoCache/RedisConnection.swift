import Registry
import SystemPackage
import WorkerProtocol

/// A connection to a Redis server, with the protocol RESP 2.
final class RedisConnection: CacheConnection {
    private let stream: SocketStream
    private let address: RedisAddress
    private let timeout: Int?

    init(_ address: DjangoCacheSetting.Address, timeout: Int?) throws {
        guard let text = address.value else {
            throw DjangoCacheError.unusable(address.text, reason: "the variable is not set")
        }
        guard let parsed = RedisAddress(text) else {
            let name = address.text == text ? "" : address.text
            throw DjangoCacheError.unusable(name, reason: "not an address such as redis://localhost:6379/1")
        }
        self.address = parsed
        self.timeout = timeout
        do throws(Errno) {
            stream = try SocketStream(parsed.path.map { .path($0) } ?? .host(parsed.host, port: parsed.port))
        } catch {
            throw DjangoCacheError.unusable(parsed.text, reason: error.description)
        }
        var commands: [[String]] = []
        if let password = parsed.password { commands.append(["AUTH", parsed.user, password].compactMap(\.self)) }
        if parsed.database != 0 { commands.append(["SELECT", String(parsed.database)]) }
        _ = try answers(to: commands)
    }

    func contains(_ key: String) throws -> Bool { try answers(to: [["EXISTS", key]]) == ["1"] }

    func set(_ keys: [String], upTo limit: Int) throws {
        let expiry = timeout.map { ["EX", String($0)] } ?? []
        _ = try answers(to: keys.map { ["SET", $0, StateValue.pickle] + expiry })
    }

    func delete(_ keys: [String]) throws { _ = try answers(to: [["DEL"] + keys]) }

    /// Sends all commands, and then reads all answers.
    private func answers(to commands: [[String]]) throws -> [String] {
        var found: [String] = []
        var refusal: String?
        do throws(Errno) {
            try stream.write(commands.flatMap(Self.bytes))
            for _ in commands {
                let line = try stream.readLine()
                // Read all answers after a refusal too, so that the connection can be used again.
                if line.first == "-" { refusal = refusal ?? String(line.dropFirst()) }
                found.append(String(line.dropFirst()))
            }
        } catch {
            throw DjangoCacheError.unusable(address.text, reason: error.description)
        }
        if let refusal {
            // A server without the command AUTH repeats the password in its answer.
            let secrets = EnvironmentSecrets.values + [address.password].compactMap(\.self)
            let reason = String(refusal.withoutSecrets(secrets).prefix(200))
            throw DjangoCacheError.unusable(address.text, reason: reason)
        }
        return found
    }

    private static func bytes(of command: [String]) -> [UInt8] {
        Array(("*\(command.count)\r\n" + command.map { "$\($0.utf8.count)\r\n\($0)\r\n" }.joined()).utf8)
    }
}
