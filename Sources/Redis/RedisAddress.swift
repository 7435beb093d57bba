import ImageSpecs

/// The parts of a Redis address such as `redis://user:password@localhost:6379/1` or `unix:///run/redis.sock?db=1`.
package struct RedisAddress: Equatable, Sendable {
    private(set) var host = "localhost"
    private(set) var port = "6379"
    /// The path of a Unix socket; nil for a host.
    private(set) var path: String?
    private(set) var user: String?
    private(set) var password: String?
    private(set) var database = 0
    /// The name of a queue in the database (`queue=…`); nil if the address has none.
    package private(set) var queue: String?

    /// - Returns: nil if the text is not such an address.
    package init?(_ text: String) {
        // Refuse an address with a part that cannot be decoded. Otherwise, a wrong password would count as no password.
        guard let scheme = text.firstRange(of: "://"), Self.decoded(text[...]) != nil else { return nil }
        let rest = text[scheme.upperBound...]
        let (main, query) = Self.split(rest, at: "?", isLast: false)
        let options = (query ?? "").split(separator: "&").map { Self.split($0, at: "=", isLast: false) }
        var number = options.last { $0.0 == "db" }?.1
        let end = main.lastIndex(of: "@")
        if let end {
            let (user, password) = Self.split(main[..<end], at: ":", isLast: false)
            self.user = Self.decoded(user)
            self.password = password.flatMap(Self.decoded)
        }
        func option(_ key: Substring) -> String? { options.last { $0.0 == key }?.1.flatMap(Self.decoded) }
        user = option("username") ?? user
        password = option("password") ?? password
        queue = option("queue")
        let location = end.map { main[main.index(after: $0)...] } ?? main
        switch text[..<scheme.lowerBound] {
        case "unix":
            path = Self.decoded(location)
            guard path?.isEmpty == false else { return nil }
        case "redis":
            let (authority, folder) = Self.split(location, at: "/", isLast: false)
            let isIPv6 = authority.hasSuffix("]")
            let (host, port) = isIPv6 ? (authority, nil) : Self.split(authority, at: ":", isLast: true)
            if !host.isEmpty { self.host = String(host.filter { $0 != "[" && $0 != "]" }) }
            if let port, !port.isEmpty {
                guard UInt16(port) != nil else { return nil }
                self.port = String(port)
            }
            if let folder, !folder.isEmpty, number == nil { number = folder }
        default: return nil
        }
        if let number {
            guard let database = Int(number), database >= 0 else { return nil }
            self.database = database
        }
    }

    /// The address without the user and the password, for messages.
    package var text: String {
        let database = database == 0 ? "" : "\(path == nil ? "/" : "?db=")\(database)"
        return path.map { "unix://\($0)\(database)" } ?? "redis://\(host):\(port)\(database)"
    }

    private static func split(_ text: Substring, at separator: Character, isLast: Bool) -> (Substring, Substring?) {
        guard let index = isLast ? text.lastIndex(of: separator) : text.firstIndex(of: separator) else {
            return (text, nil)
        }
        return (text[..<index], text[text.index(after: index)...])
    }

    private static func decoded(_ text: Substring) -> String? {
        text.isEmpty ? nil : percentDecoded(text.utf8).flatMap { String(validating: $0, as: UTF8.self) }
    }
}
