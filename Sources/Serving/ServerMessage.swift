/// A message for the operator of the server.
package enum ServerMessage: Sendable, CustomStringConvertible {
    /// The server accepts connections on this address.
    case listening(String)
    case error(String)
    case warning(String)

    package var description: String {
        switch self {
        case .listening(let address): "listening on \(address)"
        case .error(let message): "error: \(message)"
        case .warning(let message): "warning: \(message)"
        }
    }
}
