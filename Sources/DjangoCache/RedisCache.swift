import Redis
import Registry

/// A cache in a Redis server.
final class RedisCache: CacheConnection {
    private let connection: RedisConnection
    private let timeout: Int?

    init(_ address: DjangoCacheSetting.Address, timeout: Int?) throws {
        guard let text = address.value else {
            throw DjangoCacheError.unusable(address.text, reason: "the variable is not set")
        }
        guard let parsed = RedisAddress(text) else {
            let name = address.text == text ? "" : address.text
            throw DjangoCacheError.unusable(name, reason: "not an address such as redis://localhost:6379/1")
        }
        self.timeout = timeout
        connection = try Self.naming { () throws(RedisError) in try RedisConnection(parsed) }
    }

    func contains(_ key: String) throws -> Bool { try answers(to: [["EXISTS", key]]) == [.integer(1)] }

    func set(_ keys: [String], upTo limit: Int) throws {
        let expiry = timeout.map { ["EX", String($0)] } ?? []
        _ = try answers(to: keys.map { ["SET", $0, StateValue.pickle] + expiry })
    }

    func delete(_ keys: [String]) throws { _ = try answers(to: [["DEL"] + keys]) }

    private func answers(to commands: [[String]]) throws -> [RedisAnswer] {
        try Self.naming { () throws(RedisError) in try connection.answers(to: commands) }
    }

    private static func naming<T>(_ body: () throws(RedisError) -> T) throws -> T {
        do throws(RedisError) {
            return try body()
        } catch {
            throw DjangoCacheError.unusable(error.address, reason: error.reason)
        }
    }
}
