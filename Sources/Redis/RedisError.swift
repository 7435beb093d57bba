import Sockets
import SystemPackage

/// The reason why a Redis server gave no valid answer to a command, or refused the command.
package enum RedisError: Error, Equatable, CustomStringConvertible {
    /// There is no connection, the server did not answer in time, or its answer is not valid. It is unknown whether the
    /// server executed the command.
    case unreachable(String, Errno)
    case refused(String, String)

    /// The address of the server, without the user and the password.
    package var address: String {
        switch self {
        case .unreachable(let address, _), .refused(let address, _): address
        }
    }

    package var reason: String {
        switch self {
        case .unreachable(_, let code): code.connectionReason
        // If a connection has no password, and the server requires one, the server refuses a long command with a
        // protocol error that contains "unauthenticated". It refuses every other command with the error `NOAUTH`. Use
        // the text of `NOAUTH` in both cases.
        case .refused(_, let message) where message.contains("unauthenticated"): "NOAUTH Authentication required."
        case .refused(_, let message): message
        }
    }

    /// What a user can do, as a part of a message.
    package var remedy: String {
        switch self {
        case .unreachable: "check that the server runs, and that the address is right"
        case .refused: "check the memory, the disk, and the role of the server"
        }
    }

    package var description: String { "cannot use \(address): \(reason)" }

    /// Whether the same command can succeed later, for example because the server restarts.
    package var isTransient: Bool {
        switch self {
        case .unreachable: true
        case .refused(_, let message): Self.transientCodes.contains { message.hasPrefix($0 + " ") }
        }
    }

    /// The codes mean, in this order: the server loads its data, runs a script, cannot save its data, is out of memory,
    /// is a replica, or is a replica without its primary server; the cluster is incomplete, or moves keys.
    private static let transientCodes = [
        "LOADING", "BUSY", "MISCONF", "OOM", "READONLY", "MASTERDOWN", "CLUSTERDOWN", "TRYAGAIN",
    ]
}
