/// The address on which the server accepts connections.
package enum ListenAddress: Hashable, Sendable {
    case tcp(host: String, port: Int)
    /// The path of a Unix socket.
    case unix(String)

    package static let standard = ListenAddress.tcp(host: "127.0.0.1", port: 8000)

    /// Parses `HOST:PORT`, `[IPv6]:PORT`, or `unix:PATH`.
    package init?(_ text: String) {
        if text.hasPrefix("unix:") {
            let path = String(text.dropFirst("unix:".count))
            guard !path.isEmpty, path.utf8.count <= Self.longestSocketPath else { return nil }
            self = .unix(path)
            return
        }
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
            (0...65535).contains(port)
        else { return nil }
        var host = text[..<colon]
        if host.hasPrefix("[") {
            guard host.hasSuffix("]") else { return nil }
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            return nil
        }
        guard !host.isEmpty else { return nil }
        self = .tcp(host: String(host), port: port)
    }

    /// The size of `sun_path` on Linux, minus one byte for the zero at the end of the path.
    private static let longestSocketPath = 107

    package var isUnixSocket: Bool { if case .unix = self { true } else { false } }
}

extension ListenAddress: CustomStringConvertible {
    package var description: String {
        switch self {
        case .tcp(let host, let port): host.contains(":") ? "http://[\(host)]:\(port)" : "http://\(host):\(port)"
        case .unix(let path): "unix:\(path)"
        }
    }
}
