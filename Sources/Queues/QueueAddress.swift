import Redis

/// The address of a queue, such as `redis://localhost:6379/1?queue=shop`.
package struct QueueAddress: Equatable, Sendable {
    let redis: RedisAddress
    /// The name distinguishes the queues in one database.
    let name: String

    private static let defaultName = "default"

    /// - Parameter text: the address, or `env:VARIABLE` for the address in a variable. An address with a password
    ///   should be in a variable, because all users of a machine can see the arguments of a process.
    /// - Returns: nil if there is no valid address.
    package init?(_ text: String, _ environment: [String: String]) {
        let address = text.hasPrefix("env:") ? environment[String(text.dropFirst(4))] ?? "" : text
        guard let redis = RedisAddress(address) else { return nil }
        let name = redis.queue ?? Self.defaultName
        let isPlain = name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) }
        guard isPlain, (1...100).contains(name.utf8.count) else { return nil }
        self.redis = redis
        self.name = name
    }

    /// The address without the user and the password, for messages.
    package var text: String {
        guard name != Self.defaultName else { return redis.text }
        return redis.text + (redis.text.contains("?") ? "&" : "?") + "queue=" + name
    }
}
